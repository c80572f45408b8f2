/** One photo on a free loopback port: what a public image host is to the deployed function. */
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";

export interface PhotoServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  url: string;
  close(): Promise<void>;
}

export async function servePhoto(file: string): Promise<PhotoServer> {
  const name = `/${encodeURIComponent(path.basename(file))}`;
  const server = http.createServer((request, response) => {
    if (request.url !== name) {
      response.writeHead(404).end();
      return;
    }
    // The function looks at the bytes, not at what a server says they are.
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-length": fs.statSync(file).size,
    });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { origin, url: `${origin}${name}`, close };
}
