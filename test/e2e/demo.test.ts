/** The demo as a user runs it, and what it leaves behind however it ends. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import sharp from "sharp";
import { temporaryFolder } from "../helpers/temporary";

const root = path.resolve(__dirname, "../..");
const out = path.join(root, "out/demo");

/** A variable that every process of one demo inherits, so that all of them can be found afterwards. */
const MARK = "DEMO_TEST_MARK";

function start(mark: string, args: string[] = []): ChildProcess {
  const env = { ...process.env, [MARK]: mark };
  return spawn(process.execPath, ["scripts/demo.mjs", ...args], { cwd: root, env, detached: true });
}

/** The same at a terminal: what is written to its input is typed there. */
function startAtTerminal(mark: string): ChildProcess {
  const env = { ...process.env, [MARK]: mark };
  const command = `'${process.execPath}' scripts/demo.mjs`;
  return spawn("script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"], {
    cwd: root,
    env,
  });
}

/** The project's photo as a file of the user's. */
async function ownPhoto(): Promise<string> {
  const file = path.join(temporaryFolder(), "my photo.png");
  await sharp(path.join(root, "test/fixtures/photo/cat.jpg")).resize(300).png().toFile(file);
  return file;
}

function collect(child: ChildProcess): { text: () => string; ended: Promise<number> } {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { text: () => text, ended };
}

/** Commands of the processes that carry the mark in their environment. */
function running(mark: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProc(pid, "environ").includes(`${MARK}=${mark}`))
    .map((pid) => readProc(pid, "cmdline").replace(/\0/g, " "))
    .filter((command) => command !== "");
}

function readProc(pid: string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it has ended meanwhile, or is somebody else's
  }
}

async function until(holds: () => boolean, what: string, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the demo", () => {
  it("deploys, predicts for the user's photo, destroys and sums up", async () => {
    const mark = `whole-${process.pid}`;
    const { text, ended } = collect(start(mark, ["--image", await ownPhoto()]));
    expect({ code: await ended, text: text() }).toMatchObject({ code: 0 });
    expect(text()).toContain("my photo.png: 133 scores");
    expect(text().match(/class-\d{3} +score -?\d+\.\d+ +\d+\.\d %/g)).toHaveLength(5);
    expect(text()).toContain("knows nothing about breeds");
    for (const step of ["Synthesize", "Lint", "Plan and apply", "Plan again: no changes", "Destroy"]) {
      expect(text()).toMatch(new RegExp(`  ${step}.* s  done`));
    }
    const [scores] = JSON.parse(fs.readFileSync(path.join(out, "prediction.json"), "utf8")) as number[][];
    expect(scores).toHaveLength(133);
    expect(running(mark)).toEqual([]);
    expect(resourcesLeft()).toEqual([]);
  });

  it("leaves no process behind when it is interrupted while Terraform applies", async () => {
    const mark = `interrupted-${process.pid}`;
    const child = start(mark);
    const { text, ended } = collect(child);
    await until(() => running(mark).some((command) => / apply /.test(command)), "an apply");
    process.kill(-(child.pid ?? 0), "SIGINT"); // as a terminal does: to every process of the command
    expect(await ended).not.toBe(0);
    await until(() => running(mark).length === 0, `the end of ${running(mark).join("; ")}`, 20);
    expect(text()).toContain("SIGINT");
  });

  it("leaves no process behind after Ctrl-C at a terminal", async () => {
    const mark = `terminal-${process.pid}`;
    const child = startAtTerminal(mark);
    const { text, ended } = collect(child);
    const demo = () => running(mark).filter((command) => !command.startsWith("script "));
    await until(() => demo().some((command) => / apply /.test(command)), "an apply");
    child.stdin?.write("\x03");
    expect(await ended).not.toBe(0);
    await until(() => running(mark).length === 0, `the end of ${running(mark).join("; ")}`, 20);
    // A terminal is shown how long each step takes so far.
    expect(text()).toMatch(/Plan and apply every stack · \S+ … \d+ s/);
  });

  it("says what is wrong with its command line", () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["scripts/demo.mjs", ...args], { cwd: root, encoding: "utf8" });
    const image = run("--image", "no-such-photo.jpg");
    expect(image.status).toBe(2);
    expect(image.stderr).toContain("no-such-photo.jpg is not a file; expected a photo");
    const text = run("--image", "package.json");
    expect(text.status).toBe(2);
    expect(text.stderr).toMatch(/package\.json cannot be classified; expected a photo \(JPEG, PNG/);
    const preset = run("--preset", "nope");
    expect(preset.status).toBe(2);
    expect(preset.stderr).toMatch(/there is no preset "nope"; there are: .*dev/);
    const option = run("--imge", "x");
    expect(option.status).toBe(2);
    expect(option.stderr).toContain("--imge");
  });
});

/** Addresses in the states that the demo has left. */
function resourcesLeft(): string[] {
  const states = fs
    .readdirSync(path.join(out, "state"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".tfstate"));
  return states.flatMap((entry) => {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const state = JSON.parse(fs.readFileSync(file, "utf8")) as {
      resources?: { type: string; mode: string }[];
    };
    return (state.resources ?? []).filter(({ mode }) => mode === "managed").map(({ type }) => type);
  });
}
