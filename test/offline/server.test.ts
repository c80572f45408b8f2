import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { startOfflineServer } from "../../offline/server";
import { temporaryFolder } from "../helpers/temporary";

const socketOf = (env: Record<string, string>): string => {
  const providers = JSON.parse(env.TF_REATTACH_PROVIDERS ?? "{}") as Record<
    string,
    { Addr: { String: string } }
  >;
  return providers["registry.terraform.io/hashicorp/aws"]!.Addr.String;
};

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("the awaited moment did not come");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a server that is stopped leaves no process and no file behind", async () => {
  const server = await startOfflineServer();
  const socket = socketOf(server.env);
  expect(fs.existsSync(socket)).toBe(true);
  expect(isRunning(server.pid)).toBe(true);
  await server.stop();
  expect(isRunning(server.pid)).toBe(false);
  expect(fs.existsSync(path.dirname(socket))).toBe(false);
  await server.stop(); // once more does no harm
});

test("a server ends by itself when the process it serves was killed", async () => {
  const served = spawn("sleep", ["60"]);
  const server = await startOfflineServer({ exitWithPid: served.pid });
  expect(isRunning(server.pid)).toBe(true);
  served.kill("SIGKILL");
  await until(() => !isRunning(server.pid));
  expect(fs.existsSync(path.dirname(socketOf(server.env)))).toBe(false);
});

test("a server attaches Terraform and OpenTofu alike", async () => {
  const server = await startOfflineServer();
  const addresses = Object.keys(JSON.parse(server.env.TF_REATTACH_PROVIDERS ?? "{}") as object);
  expect(addresses).toEqual(["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"]);
  await server.stop();
});

test("a socket's path that the system would cut off is refused, with the server's output in the message", async () => {
  const folder = path.join(temporaryFolder(), "x".repeat(100));
  fs.mkdirSync(folder);
  await expect(startOfflineServer({ folder })).rejects.toThrow(
    /ended with exit code 1[\s\S]*at most 107 bytes/,
  );
});
