import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * Jest's global setup: names the folder that the one offline server of this run lives in. The first test that asks for the
 * server starts it (see `offline.ts`), so that a run without Terraform tests does not.
 */
export default function setup(): void {
  process.env.OFFLINE_TEST_FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), "offline-test-"));
  process.env.OFFLINE_TEST_PID = String(process.pid);
}
