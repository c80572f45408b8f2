/** Servers on every address of a namespace, that behave as a URL's path says, and note who was dialled. */
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { serverBehaviours } from "./fuzz-events";

export interface Dialled {
  /** `address:port` of every connection that arrived, how often. */
  readonly arrivals: ReadonlyMap<string, number>;
  count(): number;
}

export async function listenEverywhere(photo: Buffer): Promise<Dialled> {
  const arrivals = new Map<string, number>();
  let count = 0;
  const arrived = (socket: Socket) => {
    const address = `${socket.localAddress?.replace(/^::ffff:/, "")}:${socket.localPort}`;
    arrivals.set(address, (arrivals.get(address) ?? 0) + 1);
    count++;
    socket.on("error", () => undefined);
  };
  const tls = createServer((socket) => {
    arrived(socket);
    socket.destroy();
  });
  await new Promise<void>((resolve) => tls.listen(443, "::", 4096, resolve));
  const http = createHttpServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    behave(pathname.slice(1) as (typeof serverBehaviours)[number], searchParams.get("to"), photo, response);
  });
  http.on("connection", arrived);
  await new Promise<void>((resolve) => http.listen(80, "::", 4096, resolve));
  return { arrivals, count: () => count };
}

const bomb = gzipSync(Buffer.alloc(5_000_000));

function behave(
  behaviour: (typeof serverBehaviours)[number],
  target: string | null,
  photo: Buffer,
  response: ServerResponse,
): void {
  const { socket } = response;
  response.on("error", () => undefined);
  switch (behaviour) {
    case "redirect": {
      const location = (target ?? "/redirect").replace(/[^\u0020-\u007e]/g, "");
      return void response.writeHead(302, { location }).end();
    }
    case "silent":
      return;
    case "drip": {
      const timer = setInterval(() => response.write("x"), 20);
      return void response.on("close", () => clearInterval(timer));
    }
    case "garbage":
      return void socket?.end("\u0000\u0001 this is not HTTP\r\n\r\n");
    case "huge":
      return void response.writeHead(200, { "content-length": 1e12 }).write("x");
    case "gzip":
      return void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    case "error":
      return void response.writeHead(500).end("Internal error at 10.0.0.7");
    default:
      return void response.end(photo);
  }
}

/** Connections that this namespace's programs have begun, whoever they were meant for (Linux: /proc/net/snmp, Tcp ActiveOpens). */
export function begunConnections(): number {
  const [names = "", values = ""] = readFileSync("/proc/net/snmp", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("Tcp:"));
  return Number(values.split(" ")[names.split(" ").indexOf("ActiveOpens")]);
}
