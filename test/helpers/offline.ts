import * as fs from "node:fs";
import * as path from "node:path";
import { startOfflineServer, waitUntilAnswering } from "../../offline/server";

interface RunningServer {
  env: Record<string, string>;
  pid: number;
}

const POLL_INTERVAL_MILLISECONDS = 20;
const START_TIMEOUT_MILLISECONDS = 30_000;

/**
 * What to add to the environment of Terraform so that it works against the offline server of this test run. The first call of
 * the run starts the server; all workers share it, and it ends with the run.
 */
export async function offlineEnvironment(): Promise<Record<string, string>> {
  const folder = process.env.OFFLINE_TEST_FOLDER;
  const jestPid = Number(process.env.OFFLINE_TEST_PID);
  if (folder === undefined || !jestPid) {
    throw new Error(
      "The offline server needs jest's global setup: run the tests with this repository's jest.config.js.",
    );
  }
  if (isFirst(folder)) {
    const { env, pid } = await startOfflineServer({
      folder: path.join(folder, "server"),
      exitWithPid: jestPid,
    });
    const draft = `${serverFile(folder)}.draft`;
    fs.writeFileSync(draft, JSON.stringify({ env, pid } satisfies RunningServer));
    fs.renameSync(draft, serverFile(folder));
  }
  return (await waitForServer(folder)).env;
}

const serverFile = (folder: string): string => path.join(folder, "server.json");

/** The server that a worker of this run has started; undefined when none has. */
export function readServer(folder: string): RunningServer | undefined {
  try {
    return JSON.parse(fs.readFileSync(serverFile(folder), "utf8")) as RunningServer;
  } catch {
    return undefined;
  }
}

/** Making a folder succeeds for one process only. */
function isFirst(folder: string): boolean {
  try {
    fs.mkdirSync(path.join(folder, "server"));
    return true;
  } catch {
    return false;
  }
}

async function waitForServer(folder: string): Promise<RunningServer> {
  const deadline = Date.now() + START_TIMEOUT_MILLISECONDS;
  while (Date.now() < deadline) {
    const server = readServer(folder);
    if (server) {
      await waitUntilAnswering(path.join(folder, "server", "provider.sock"));
      return server;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MILLISECONDS));
  }
  throw new Error(
    `No offline server within ${START_TIMEOUT_MILLISECONDS / 1000} seconds; see ${folder}/server/server.log.`,
  );
}
