/** The inference handler behind SageMaker's container contract, on a free loopback port. */
import * as path from "node:path";
import { createInterface } from "node:readline";
import { end, start } from "./processes";

const root = path.resolve(__dirname, "../..");
const READY_TIMEOUT_MILLISECONDS = 60_000;

export interface Container {
  /** `http://127.0.0.1:<port>` */
  url: string;
  stop(): Promise<void>;
}

/** Starts the handler and waits until `GET /ping` is healthy. @param python an interpreter with the serving requirements */
export async function startContainer(python: string, modelFolder: string): Promise<Container> {
  const args = ["-m", "serve", "--model-dir", modelFolder, "--host", "127.0.0.1", "--port", "0"];
  const env = { ...process.env, PYTHONPATH: path.join(root, "model-src") };
  const child = start(python, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  if (!child.stdout) throw new Error("The inference handler has no output to read its port from.");
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    const tooLate = setTimeout(
      () => reject(new Error(`The inference handler did not listen in time:\n${errors}`)),
      READY_TIMEOUT_MILLISECONDS,
    );
    child.once("exit", (code) => reject(new Error(`The inference handler ended (exit ${code}):\n${errors}`)));
    lines.on("line", (line) => {
      const event = parse(line);
      if (event?.event !== "listening" || event.port === undefined) return;
      clearTimeout(tooLate);
      resolve(event.port);
    });
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url);
  return { url, stop: () => end(child) };
}

function parse(line: string): { event?: string; port?: number } | undefined {
  try {
    return JSON.parse(line) as { event?: string; port?: number };
  } catch {
    return undefined; // a line that is meant for people
  }
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MILLISECONDS;
  for (;;) {
    const status = await fetch(`${url}/ping`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`GET ${url}/ping still answers ${status}; expected 200.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
