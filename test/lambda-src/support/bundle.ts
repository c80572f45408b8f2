import { spawn } from "node:child_process";
import type { ClassifyResponse } from "../../../lambda-src/classify/response";

const script = `
  const { handler } = require("./index.js");
  const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 10000 };
  (async () => {
    const responses = [];
    for (const event of JSON.parse(process.env.EVENTS)) responses.push(await handler(event, context));
    console.log(JSON.stringify(responses));
  })();`;

/**
 * Runs an unpacked bundle under plain node, in its own folder and with nothing of this process's environment.
 *
 * @param runtimeUrl where its SageMaker Runtime client is sent
 */
export function runBundle(
  folder: string,
  runtimeUrl: string,
  events: readonly unknown[],
  environment: Record<string, string> = {},
): Promise<ClassifyResponse[]> {
  const env = {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "LOCAL",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: runtimeUrl,
    ENDPOINT_NAME: "breeds",
    EVENTS: JSON.stringify(events),
    ...environment,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["-e", script], { cwd: folder, env, timeout: 30_000 });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", reject);
    child.on("close", (status) => {
      // The last line is the answer; those before it are the function's log.
      if (status === 0) resolve(JSON.parse(output.trim().split("\n").at(-1) ?? "") as ClassifyResponse[]);
      else reject(new Error(errors));
    });
  });
}
