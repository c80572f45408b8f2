import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One invocation, as seen from Lambda. */
export interface Invocation {
  readonly response: unknown;
  /** From the event's way out to the response's arrival. */
  readonly milliseconds: number;
}

/**
 * Lambda's Runtime API for one runtime, the part that runtimes ask for their next event (AWS Lambda developer guide, "Using the Lambda
 * runtime API for custom runtimes"). The emulator that AWS publishes is slower than the functions, so it cannot tell them apart.
 */
export interface RuntimeApi {
  /** For the variable `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /**
   * Gives the event to the runtime that asks, or will ask; one at a time.
   *
   * @throws Error where the function or its start failed
   */
  invoke(event: unknown): Promise<Invocation>;
  /** Until a runtime waits for its next event. */
  waiting(): Promise<void>;
  close(): Promise<void>;
}

const prefix = "/2018-06-01/runtime";

export async function startRuntimeApi(timeoutSeconds = 30): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let onWaiting: (() => void) | undefined;
  let pending: { sent: number; done(outcome: Invocation): void; failed(error: Error): void } | undefined;

  const server = createServer((request, response) => {
    if (request.url === `${prefix}/invocation/next`) {
      waiting = response;
      onWaiting?.();
      return;
    }
    void read(request).then((body) => {
      const arrived = performance.now();
      response.writeHead(202, { "content-type": "application/json" }).end(`{"status":"OK"}`);
      const current = pending;
      pending = undefined;
      if (request.url?.endsWith("/response") && current) {
        current.done({ response: JSON.parse(body), milliseconds: arrived - current.sent });
      } else {
        current?.failed(new Error(`The function failed: ${body}`));
      }
    });
  });
  // A runtime may think for longer than Node's servers wait, and it keeps its connection.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  const untilWaiting = () =>
    new Promise<void>((done) => {
      if (waiting) return done();
      onWaiting = () => {
        onWaiting = undefined;
        done();
      };
    });

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: untilWaiting,
    invoke: (event) =>
      new Promise((done, failed) => {
        pending = { sent: NaN, done, failed };
        const own = pending;
        void untilWaiting().then(() => {
          own.sent = performance.now();
          waiting
            ?.writeHead(200, {
              "content-type": "application/json",
              "lambda-runtime-aws-request-id": randomUUID(),
              "lambda-runtime-deadline-ms": String(Date.now() + timeoutSeconds * 1000),
              "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-1:123456789012:function:breeds",
              "lambda-runtime-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
            })
            .end(JSON.stringify(event));
          waiting = undefined;
        });
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
