/**
 * What the command line and the shims that it puts before Terraform share: a temporary folder for the time of one command.
 *
 *     bin/terraform, bin/tofu   the shims
 *     provider.sock             the stand-in
 *     running/<pid>             one file a running shim; it holds the path of the override file that the shim wrote
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export const SHIMMED = ["terraform", "tofu"] as const;

/** Names of environment variables by which a shim learns of its session. */
export const SESSION_VARIABLE = "OFFLINE_AWS_SESSION";
export const STATE_FOLDER_VARIABLE = "OFFLINE_AWS_STATE_FOLDER";
export const realBinaryVariable = (name: string): string => `OFFLINE_AWS_REAL_${name.toUpperCase()}`;

export interface Session {
  folder: string;
  bin: string;
  socket: string;
}

/** @param launcher the script that starts parts of offline mode */
export function createSession(launcher: string): Session {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "offline-aws-"));
  const session = { folder, bin: path.join(folder, "bin"), socket: path.join(folder, "provider.sock") };
  fs.mkdirSync(session.bin);
  fs.mkdirSync(runningFolder(folder));
  for (const name of SHIMMED) {
    const words = [process.execPath, launcher, "shim", name].map(quote).join(" ");
    fs.writeFileSync(path.join(session.bin, name), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  }
  return session;
}

const quote = (word: string): string => `'${word.replace(/'/g, `'\\''`)}'`;

const runningFolder = (folder: string): string => path.join(folder, "running");

/** Notes a shim and the file it is about to write, so that both are found should the shim be killed. */
export function registerShim(folder: string, overrideFile: string): void {
  fs.writeFileSync(path.join(runningFolder(folder), String(process.pid)), overrideFile);
}

export function unregisterShim(folder: string): void {
  fs.rmSync(path.join(runningFolder(folder), String(process.pid)), { force: true });
}

export function runningShims(session: Session): { pid: number; overrideFile: string }[] {
  const folder = runningFolder(session.folder);
  return fs.readdirSync(folder).map((name) => ({
    pid: Number(name),
    overrideFile: fs.readFileSync(path.join(folder, name), "utf8"),
  }));
}

/** Removes the session and whatever killed shims have left. */
export function removeSession(session: Session): void {
  for (const { overrideFile } of runningShims(session)) fs.rmSync(overrideFile, { force: true });
  fs.rmSync(session.folder, { recursive: true, force: true });
}
