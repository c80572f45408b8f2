import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Connections that arrived so far. */
  connections(): number;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of this machine's loopback address. */
export async function serve(listener: RequestListener): Promise<LocalServer> {
  const server: Server = createServer(listener);
  let connections = 0;
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a container of the recorded deployments answers, and what it was sent. */
export interface StubContainer extends LocalServer {
  readonly requests: { readonly contentType?: string; readonly body: Buffer }[];
  /** The next answers; by default status 200 and `answer`. */
  respond: { status: number; body: string };
}

export async function serveContainer(answer: string): Promise<StubContainer> {
  const requests: StubContainer["requests"] = [];
  const state = { respond: { status: 200, body: answer } };
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push({ contentType: request.headers["content-type"], body: Buffer.concat(chunks) });
      response
        .writeHead(state.respond.status, { "content-type": "application/json" })
        .end(state.respond.body);
    });
  });
  return Object.assign(state, server, { requests });
}
