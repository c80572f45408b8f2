/** Runs an unpacked bundle (its folder is the argument) in a network namespace: a photo from a public address, and the same from loopback. */
import { createServer } from "node:http";
import { startRuntimeFront } from "../../../lambda-src/local/runtime-front";
import { runBundle } from "./bundle";
import { twoColours } from "./images";
import { recorded } from "./recorded";
import { serveContainer } from "./servers";

async function main(folder: string): Promise<void> {
  const photo = await twoColours("webp");
  const arrivals: string[] = [];
  const photos = createServer((_, response) => response.end(photo));
  photos.on("connection", (socket) => arrivals.push(socket.localAddress?.replace("::ffff:", "") ?? ""));
  await new Promise<void>((resolve) => photos.listen(80, "::", resolve));
  const container = await serveContainer(recorded("001").body);
  const front = await startRuntimeFront("breeds", container.origin);
  const urls = ["http://93.184.215.14/dog.webp", "http://127.0.0.1/dog.webp"];
  const events = urls.map((url) => ({ url }));
  const responses = await runBundle(folder, front.url, events, { ALLOW_HTTP: "true" });
  process.stdout.write(JSON.stringify({ responses, arrivals }), () => process.exit(0));
}

void main(process.argv[2] ?? "");
