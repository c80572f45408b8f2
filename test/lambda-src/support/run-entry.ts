import { createSocket } from "node:dgram";
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface EntryRun {
  /** Lines of standard output that are JSON: logs, and metrics in embedded format. */
  readonly lines: readonly Record<string, unknown>[];
  /** Everything that the function wrote. */
  readonly output: string;
  readonly responses: readonly unknown[];
  /** What X-Ray's daemon received. */
  readonly segments: readonly Record<string, unknown>[];
  /** Whether X-Ray's SDK was loaded. */
  readonly loadedXRay: boolean;
}

const root = resolve(__dirname, "../../..");

/** Runs the deployed entry as Lambda does: environment, then one event after the other, each with its trace header. */
const script = `
  const { handler } = require(${JSON.stringify(resolve(root, "lambda-src/classify/index.ts"))});
  const calls = JSON.parse(process.env.CALLS);
  delete process.env.CALLS;
  (async () => {
    const responses = [];
    for (const [index, { event, trace }] of calls.entries()) {
      if (trace) process.env._X_AMZN_TRACE_ID = trace; else delete process.env._X_AMZN_TRACE_ID;
      const context = { awsRequestId: "request-" + (index + 1), getRemainingTimeInMillis: () => 10000 };
      responses.push(await handler(event, context).catch((error) => ({ thrown: error.name })));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    const loadedXRay = Object.keys(require.cache).some((path) => path.includes("aws-xray-sdk-core"));
    process.send({ responses, loadedXRay }, () => process.exit(0));
  })();`;

export interface EntryCall {
  readonly event: unknown;
  /** Value of Lambda's \`_X_AMZN_TRACE_ID\`. */
  readonly trace?: string;
}

/** Runs the source of the deployed entry in a process of its own, and takes all that comes out of it. */
export async function runEntry(
  runtimeUrl: string,
  calls: readonly EntryCall[],
  environment: Record<string, string> = {},
): Promise<EntryRun> {
  const daemon = createSocket("udp4");
  const datagrams: string[] = [];
  daemon.on("message", (message) => datagrams.push(message.toString("utf8")));
  await new Promise<void>((bound) => daemon.bind(0, "127.0.0.1", bound));
  const child = spawn(process.execPath, ["-r", "ts-node/register", "-e", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      TS_NODE_PROJECT: resolve(root, "tsconfig.json"),
      NODE_NO_WARNINGS: "1",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY",
      AWS_SESSION_TOKEN: "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
      AWS_ENDPOINT_URL: runtimeUrl,
      AWS_LAMBDA_FUNCTION_NAME: "dog-breeds",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
      LAMBDA_TASK_ROOT: "/var/task",
      ENDPOINT_NAME: "breeds",
      CALLS: JSON.stringify(calls),
      ...environment,
    },
  });
  let output = "";
  const add = (chunk: Buffer) => (output += chunk.toString("utf8"));
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  const result = await new Promise<Pick<EntryRun, "responses" | "loadedXRay">>((done, failed) => {
    let sent: Pick<EntryRun, "responses" | "loadedXRay"> | undefined;
    child.on("message", (message) => (sent = message as Pick<EntryRun, "responses" | "loadedXRay">));
    child.on("error", failed);
    child.on("close", () => (sent ? done(sent) : failed(new Error(output))));
  });
  daemon.close();
  return {
    ...result,
    output,
    lines: output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>),
    segments: datagrams.map(
      (datagram) => JSON.parse(datagram.slice(datagram.indexOf("\n") + 1)) as Record<string, unknown>,
    ),
  };
}
