import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";

export interface RuntimeFront {
  /** Where the AWS SDK's client has to be pointed. */
  readonly url: string;
  close(): Promise<void>;
}

/** SageMaker gives a container 60 seconds to answer. */
const containerTimeoutMilliseconds = 60_000;

/**
 * A local stand-in for the SageMaker Runtime API: takes `POST /endpoints/<name>/invocations` and forwards it to a
 * container's `POST /invocations`, as SageMaker does. A container's error comes back as SageMaker's ModelError.
 *
 * @param endpointName the only endpoint that exists
 * @param containerUrl the container's base URL, such as http://127.0.0.1:8080
 */
export async function startRuntimeFront(endpointName: string, containerUrl: string): Promise<RuntimeFront> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, endpointName, containerUrl).catch((error: unknown) => {
      sendError(outgoing, 503, "ServiceUnavailable", {
        Message: `The container cannot be reached: ${String(error)}`,
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  endpointName: string,
  containerUrl: string,
): Promise<void> {
  const name = /^\/endpoints\/([^/]+)\/invocations$/.exec(incoming.url ?? "")?.[1];
  if (incoming.method !== "POST" || name === undefined) {
    return sendError(outgoing, 404, "UnknownOperationException", {});
  }
  if (!incoming.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    return sendError(outgoing, 403, "MissingAuthenticationTokenException", {
      message: "The request is not signed.",
    });
  }
  if (name !== endpointName) {
    return sendError(outgoing, 400, "ValidationError", { Message: `Endpoint ${name} not found.` });
  }
  await forward(incoming, outgoing, new URL("/invocations", containerUrl));
}

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: URL): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const response = await request(target, {
    method: "POST",
    headers: {
      "content-type": incoming.headers["content-type"] ?? "application/octet-stream",
      accept: incoming.headers.accept ?? "application/json",
    },
    body: Buffer.concat(chunks),
    headersTimeout: containerTimeoutMilliseconds,
  });
  const body = Buffer.from(await response.body.arrayBuffer());
  if (response.statusCode >= 200 && response.statusCode < 300) {
    outgoing
      .writeHead(200, { "content-type": response.headers["content-type"] ?? "application/json" })
      .end(body);
    return;
  }
  // 424 and these fields: the API's ModelError.
  sendError(outgoing, 424, "ModelError", {
    Message: `Received client or server error (${response.statusCode}) from primary with message "${body.toString("utf8")}".`,
    OriginalStatusCode: response.statusCode,
    OriginalMessage: body.toString("utf8"),
  });
}

function sendError(
  outgoing: ServerResponse,
  status: number,
  type: string,
  body: Record<string, unknown>,
): void {
  outgoing.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
  outgoing.end(JSON.stringify(body));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
