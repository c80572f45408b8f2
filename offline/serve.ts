/**
 * The server as a process of its own: `launch.mjs serve SOCKET EXIT_WITH_PID [--remove-folder]`. It ends when that process has
 * ended, and then removes its socket, or the whole folder that the socket is in.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { listen } from "./provider/listen";

const WATCH_INTERVAL_MILLISECONDS = 500;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function main(): Promise<void> {
  const [socketPath, pidText, option] = process.argv.slice(2);
  const watchedPid = Number(pidText);
  if (socketPath === undefined || !Number.isInteger(watchedPid) || watchedPid <= 0) {
    throw new Error("usage: serve SOCKET EXIT_WITH_PID [--remove-folder]");
  }
  const server = await listen(socketPath);
  const end = (): void => {
    void server.stop().then(() => {
      const leftover = option === "--remove-folder" ? path.dirname(socketPath) : socketPath;
      fs.rmSync(leftover, { recursive: true, force: true });
      process.exit(0);
    });
  };
  process.on("SIGTERM", end);
  // The terminal sends Ctrl-C to every process; this one ends after those it serves.
  process.on("SIGINT", () => undefined);
  setInterval(() => {
    if (!isRunning(watchedPid)) end();
  }, WATCH_INTERVAL_MILLISECONDS);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
