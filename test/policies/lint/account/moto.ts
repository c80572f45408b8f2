import { spawn, spawnSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = path.resolve(__dirname, "../../../..");

/** moto's stand-in for AWS's APIs, with AWS's managed policies. */
export interface Moto {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Starts it on a free port of this machine; the environment leads AWS's SDK there until it is stopped. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const code = "import sys; from moto.server import main; main(sys.argv[1:])";
  const args = ["-c", code, "-H", "127.0.0.1", "-p", String(port)];
  const server = spawn(python(), args, {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(endpoint)); tries++) {
    if (server.exitCode !== null || tries > 300) throw new Error(`moto did not start: ${log}`);
    await sleep(100);
  }
  return { endpoint, stop: () => server.kill("SIGKILL") };
}

/** Variables that lead AWS's SDK to an endpoint, and nowhere else. */
export function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

/** Sets variables for the tests of a file, and puts back what was there. */
export function useEnvironment(variables: () => Record<string, string>): void {
  const before = { ...process.env };
  beforeAll(() => void Object.assign(process.env, variables()));
  afterAll(() => void (process.env = before));
}

function python(): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, "scripts/venv.mjs"), "test"],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`there is no Python for moto: ${stderr}`);
  return stdout.trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}
