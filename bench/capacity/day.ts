/** One simulated day: function and endpoint, both scaled, with cold starts, queues and retries. */
import { assumptions } from "../../capacity/assumptions";
import { simulate } from "../../capacity/simulate";

const result = simulate({
  traffic: { kind: "rates", steps: [{ requestsPerSecond: 100, durationSeconds: 86_400 }] },
  function: {
    memoryMegabytes: 2048,
    architecture: "arm64",
    reservedConcurrency: 100,
    provisioned: { executions: 20, scaling: { maxExecutions: 60, targetUtilization: 0.7 } },
    timeoutSeconds: 30,
    initMilliseconds: { kind: "lognormal", median: 142, p99: 216 },
    ownMilliseconds: { kind: "lognormal", median: 60, p99: 400 },
  },
  variant: {
    instanceType: "ml.m5.large",
    initialInstances: 2,
    workersPerInstance: 2,
    queuePerInstance: 64,
    serviceMilliseconds: { kind: "lognormal", median: 60, p99: 120 },
    routing: "LEAST_OUTSTANDING_REQUESTS",
    scaling: {
      minInstances: 2,
      maxInstances: 12,
      metric: { kind: "invocationsPerInstance", target: 900 },
      scaleInCooldownSeconds: 300,
      scaleOutCooldownSeconds: 60,
    },
  },
  retries: { attempts: 3, firstDelayMilliseconds: 100 },
  assumptions: assumptions(),
  seed: 1,
});

// A day that was not simulated whole would be a fast one.
if (result.calls < 8_600_000) throw new Error(`Only ${result.calls} calls were simulated.`);
