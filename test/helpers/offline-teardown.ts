import * as fs from "node:fs";
import { readServer } from "./offline";

/** Jest's global teardown: ends the offline server of this run, if a test started it. */
export default function teardown(): void {
  const folder = process.env.OFFLINE_TEST_FOLDER;
  if (folder === undefined) return;
  const server = readServer(folder);
  if (server) {
    try {
      process.kill(server.pid, "SIGTERM");
    } catch {
      // it has ended already
    }
  }
  fs.rmSync(folder, { recursive: true, force: true });
}
