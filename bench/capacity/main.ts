/** `npm run bench:capacity`: how long the planner simulates one day of traffic at 100 requests a second. */
import { join } from "node:path";
import { measure } from "../support/measure";
import { formatRows, row, writeResult } from "../support/result";

const runs = 3;

// Nothing else that could be installed simulates these parts together, so there is no baseline: the row is a time.
const { cpuSeconds } = measure(
  { command: process.execPath, args: ["-r", "ts-node/register", join(__dirname, "day.ts")] },
  runs,
);
const rows = [
  row("capacity-day", "CPU s for a day at 100 requests/s, the process's start included", cpuSeconds, null),
];
const path = writeResult("capacity", rows);
process.stdout.write(`${formatRows(rows)}\n${path}\n`);
