/**
 * Five real deployments of one workload that were put together by hand, as they were recorded: what a preset has to reproduce.
 * A key that is missing was not recorded, and is not asked for. `null` is recorded: the deployment did not have it.
 */

interface Training {
  /** Type and number of instances. */
  single: string;
  several?: string | null;
  epochs?: number;
  tuning: string | null;
}

export interface ReferenceDeployment {
  notebook?: string;
  training: Training;
  /** An EC2 instance, never a spot one. */
  host: { instanceType: string; image?: RegExp; arguments?: string[]; dataset?: RegExp };
  endpoints: { instanceType?: string; count: number; minInstances: number; maxInstances: number };
  scaling: {
    invocationsPerInstance?: number;
    scaleInCooldownSeconds?: number;
    scaleOutCooldownSeconds?: number;
  };
  function: {
    isInNetwork: boolean;
    /** Who gets the image from where it is. */
    fetches: "caller" | "function" | "endpoint";
    /** Whether the endpoint gets the image as it came. */
    passesThrough?: boolean;
    reservedConcurrency: number | null;
    provisionedConcurrency: number | null;
  };
}

export const referenceDeployments = {
  /** 000 */
  "console-gpu": {
    notebook: "ml.t3.medium",
    training: { single: "1 ml.g4dn.xlarge", several: "2 ml.g4dn.xlarge", epochs: 1, tuning: null },
    host: { instanceType: "g4dn.xlarge", arguments: ["--epochs 1"] },
    endpoints: { instanceType: "ml.m5.large", count: 2, minInstances: 1, maxInstances: 2 },
    scaling: {},
    function: {
      isInNetwork: false,
      fetches: "caller",
      passesThrough: true,
      reservedConcurrency: null,
      provisionedConcurrency: 1,
    },
  },
  /** 001 */
  "console-multi": {
    notebook: "ml.t2.medium",
    training: { single: "1 ml.m5.xlarge", several: "4 ml.m5.xlarge", tuning: null },
    host: { instanceType: "t3.medium" },
    endpoints: { instanceType: "ml.m5.large", count: 1, minInstances: 1, maxInstances: 2 },
    scaling: { scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 30 },
    function: { isInNetwork: false, fetches: "caller", reservedConcurrency: 5, provisionedConcurrency: 2 },
  },
  /** 002 */
  "private-vpc": {
    notebook: "ml.t3.medium",
    training: { single: "1 ml.m5.xlarge", several: "2 ml.m5.xlarge", tuning: null },
    // "Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.1.0 (Ubuntu 20.04)"
    host: { instanceType: "t3.medium", image: /oss-nvidia-driver.*gpu-pytorch-2\.1-ubuntu-20\.04/ },
    endpoints: { instanceType: "ml.m5.large", count: 2, minInstances: 1, maxInstances: 2 },
    scaling: { invocationsPerInstance: 20, scaleInCooldownSeconds: 20, scaleOutCooldownSeconds: 20 },
    function: { isInNetwork: true, fetches: "function", reservedConcurrency: 10, provisionedConcurrency: 1 },
  },
  /** 003 */
  "tuned-multi": {
    notebook: "ml.t2.medium",
    training: { single: "1 ml.m5.xlarge", several: "4 ml.m5.xlarge", tuning: "ml.m5.xlarge" },
    host: {
      instanceType: "t2.medium",
      image: /deeplearning/,
      arguments: ["--epochs 5", "--batch-size 2"],
      dataset: /^https:\/\/\S+\/dogImages\.zip$/,
    },
    endpoints: { instanceType: "ml.m5.large", count: 1, minInstances: 1, maxInstances: 2 },
    scaling: { invocationsPerInstance: 5, scaleInCooldownSeconds: 30, scaleOutCooldownSeconds: 30 },
    function: {
      isInNetwork: false,
      fetches: "function",
      passesThrough: true,
      reservedConcurrency: 10,
      provisionedConcurrency: null,
    },
  },
  /** 004 */
  "m5-baseline": {
    notebook: "ml.t2.medium",
    training: { single: "1 ml.m5.xlarge", several: null, tuning: "ml.m5.xlarge" },
    host: { instanceType: "m5.xlarge" },
    endpoints: { instanceType: "ml.m5.large", count: 1, minInstances: 1, maxInstances: 2 },
    scaling: { invocationsPerInstance: 10, scaleInCooldownSeconds: 30, scaleOutCooldownSeconds: 30 },
    function: {
      isInNetwork: false,
      fetches: "endpoint",
      reservedConcurrency: null,
      provisionedConcurrency: 3,
    },
  },
} as const satisfies Record<string, ReferenceDeployment>;
