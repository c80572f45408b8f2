/** The program that stops an idle notebook, against a Jupyter that answers as the real one does. */
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { temporaryFolder } from "../../../helpers/temporary";

const PROGRAM = path.resolve(__dirname, "../../../../modules/notebook/scripts/idle_stop.py");
const TIMEOUT_MINUTES = 30;
/** Itself, not a launcher that puts other folders before ours on PATH. */
const PYTHON = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim();

interface Answers {
  kernels?: { execution_state: string; last_activity: string }[];
  terminals?: { last_activity: string }[];
}
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const kernel = (state: string, minutes: number) => ({
  execution_state: state,
  last_activity: minutesAgo(minutes),
});

let jupyter: http.Server;
let answers: Answers | undefined;
let folder: string;

beforeAll(async () => {
  jupyter = http.createServer((request, response) => {
    const name = request.url?.replace("/api/", "") as keyof Answers;
    response.statusCode = answers ? 200 : 503;
    response.end(JSON.stringify(answers?.[name] ?? []));
  });
  await new Promise<void>((resolve) => jupyter.listen(0, "127.0.0.1", resolve));
});
afterAll(() => jupyter.close());

beforeEach(() => {
  folder = temporaryFolder();
  answers = {};
  fs.writeFileSync(path.join(folder, "aws"), `#!/bin/bash\necho "$*" >>"${folder}/calls"\n`, { mode: 0o755 });
});

const rememberUse = (minutes: number) =>
  fs.writeFileSync(
    path.join(folder, "state.json"),
    JSON.stringify({ last_activity: Date.now() / 1000 - minutes * 60 }),
  );

/** One look. The machine's load is left out of the question, because tests make some. */
async function look(load = 0): Promise<{ status: number | null; errors: string; stopped: boolean }> {
  const withLoad = [
    "import os, runpy, sys",
    `os.getloadavg = lambda: (0, ${load}, 0)`,
    "sys.argv.pop(0)",
    'runpy.run_path(sys.argv[0], run_name="__main__")',
  ].join("\n");
  const program = spawn(PYTHON, ["-c", withLoad, PROGRAM, "dogs", "eu-west-1", String(TIMEOUT_MINUTES)], {
    env: {
      PATH: `${folder}:${process.env["PATH"]}`,
      JUPYTER_URL: `http://127.0.0.1:${(jupyter.address() as AddressInfo).port}`,
      IDLE_STATE_FILE: path.join(folder, "state.json"),
    },
  });
  let errors = "";
  program.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const status = await new Promise<number | null>((resolve) => program.on("close", resolve));
  const calls = path.join(folder, "calls");
  const stopped = fs.existsSync(calls);
  if (stopped)
    expect(fs.readFileSync(calls, "utf8")).toBe(
      "sagemaker stop-notebook-instance --notebook-instance-name dogs --region eu-west-1\n",
    );
  return { status, errors, stopped };
}

it("does not stop a notebook that has just been started", async () => {
  expect(await look()).toMatchObject({ status: 0, stopped: false });
});

it.each([
  [29, false],
  [31, true],
])("after %i minutes without use, it stops: %s", async (minutes, stopped) => {
  rememberUse(minutes);
  answers = { kernels: [kernel("idle", minutes)], terminals: [{ last_activity: minutesAgo(minutes) }] };
  expect(await look()).toMatchObject({ status: 0, stopped });
});

it("lets a kernel that computes go on for as long as it takes", async () => {
  rememberUse(600);
  answers = { kernels: [kernel("busy", 600), kernel("idle", 600)] };
  expect(await look()).toMatchObject({ status: 0, stopped: false });
});

it("counts output in a terminal as use", async () => {
  rememberUse(600);
  answers = { terminals: [{ last_activity: minutesAgo(5) }] };
  expect(await look()).toMatchObject({ status: 0, stopped: false });
});

it.each([
  [0.4, true],
  [0.5, false],
])("with a load of %d and nothing else, it stops: %s", async (load, stopped) => {
  rememberUse(600);
  expect(await look(load)).toMatchObject({ status: 0, stopped });
});

it("remembers a use that Jupyter has forgotten, such as that of a closed kernel", async () => {
  rememberUse(600);
  answers = { kernels: [kernel("idle", 10)] };
  await look();
  answers = {};
  expect(await look()).toMatchObject({ status: 0, stopped: false });
});

it("stops a notebook whose Jupyter does not answer any more, and says why", async () => {
  answers = undefined;
  rememberUse(31);
  const done = await look();
  expect(done).toMatchObject({ status: 0, stopped: true });
  expect(done.errors).toContain("Jupyter did not answer");
});

it("takes a broken state file for a first look", async () => {
  fs.writeFileSync(path.join(folder, "state.json"), "{");
  expect(await look()).toMatchObject({ status: 0, stopped: false });
});
