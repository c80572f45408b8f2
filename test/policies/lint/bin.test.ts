import { spawnSync, type SpawnSyncOptions } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allow, policy, temporaryFolder } from "./helpers";

const root = join(__dirname, "../../..");
const bin = join(root, "policies/lint/bin.mjs");
const folder = temporaryFolder();

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content, null, 2));
  return path;
}

const bad = write("bad.json", policy(allow("*")));
/** Its report is far longer than what a pipe holds. */
const long = write("long.json", policy(...Array.from({ length: 600 }, () => allow("*"))));

const node = (args: readonly string[], options: SpawnSyncOptions = {}) =>
  spawnSync(process.execPath, args, { encoding: "utf8", ...options }) as ReturnType<typeof spawnSync> & {
    stdout: string;
    stderr: string;
  };

const bash = (command: string) =>
  spawnSync("bash", ["-c", command, "bash", process.execPath, bin], { encoding: "utf8" });

describe("the exit status is 0, 1 or 2", () => {
  test("when who reads the report stops reading", () => {
    const { stdout, stderr } = bash(`"$1" "$2" ${long} | head -1; echo "status \${PIPESTATUS[0]}"`);
    expect(stdout).toBe(`${long}\nstatus 1\n`);
    expect(stderr).toBe("");
  });

  test("when the device is full", () => {
    const { stdout, stderr } = bash(`"$1" "$2" ${bad} > /dev/full; echo "status $?"`);
    expect(stdout).toBe("status 2\n");
    expect(stderr).toBe("policy-lint: the output cannot be written: ENOSPC\n");
  });

  test("when nobody reads at all", () => {
    expect(bash(`"$1" "$2" ${bad} >&- 2>&-; echo "status $?"`).stdout).toMatch(/^status [12]\n$/);
  });

  test("when nothing is named", () => {
    const { status, stdout, stderr } = node([bin]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("name at least one file or folder");
  });

  test("when AWS's credentials are missing", () => {
    const env = { PATH: process.env["PATH"], HOME: folder, AWS_EC2_METADATA_DISABLED: "true" };
    const { status, stdout, stderr } = node([bin, "--account"], { env: env as unknown as NodeJS.ProcessEnv });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^policy-lint: .*credentials/im);
    expect(stderr).not.toContain("internal error");
  });
});

describe("colours", () => {
  /** The command at a terminal of its own. */
  const atTerminal = (env: Record<string, string>) => {
    const program = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    const { stdout, status, error } = spawnSync("python3", ["-c", program, process.execPath, bin, bad], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], TERM: "xterm", ...env },
    });
    expect([error, status]).toEqual([undefined, 1]);
    return stdout;
  };

  test("are shown at a terminal, and not where NO_COLOR is set", () => {
    expect(atTerminal({})).toContain("\u001b[31merror");
    expect(atTerminal({ NO_COLOR: "1" })).not.toContain("\u001b");
    expect(atTerminal({ NO_COLOR: "" })).toContain("\u001b[31merror");
  });
});

test("one file takes at most half a second of CPU time, all of the process counted", () => {
  const runs = [1, 2, 3].map(() => {
    const { stderr } = bash(`TIMEFORMAT="%U %S"; time "$1" "$2" ${bad} > ${join(folder, "out")}`);
    const [user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
    return user + system;
  });
  expect(Math.min(...runs)).toBeLessThanOrEqual(0.5);
});

describe("a copy of the linter", () => {
  /** With these packages and no others. */
  function copy(name: string, packages: readonly string[]): string {
    const place = join(folder, name);
    cpSync(join(root, "policies/lint"), join(place, "policies/lint"), { recursive: true });
    for (const file of ["package.json", "tsconfig.json"]) cpSync(join(root, file), join(place, file));
    for (const name of packages) {
      mkdirSync(join(place, "node_modules", name, ".."), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(place, "node_modules", name));
    }
    return join(place, "policies/lint");
  }
  const needed = ["jsonc-parser", "yaml", "diff", "@aws-sdk/client-iam"];

  test("follows a change of its sources at once", () => {
    const place = copy("changed", [...needed, "esbuild"]);
    const explain = () => node([join(place, "bin.mjs"), "explain", "IAM002"]);
    expect(explain()).toMatchObject({ status: 0, stderr: "" });
    const rule = join(place, "rules/input/duplicate-key.ts");
    writeFileSync(rule, readFileSync(rule, "utf8").replace('why: "', 'why: "Changed a moment ago. '));
    expect(explain().stdout).toContain("Changed a moment ago. ");
  });

  test("runs from its sources where nothing can be bundled", () => {
    const place = copy("sources", [...needed, "ts-node", "@swc/core", "typescript"]);
    expect(existsSync(join(folder, "sources/node_modules/esbuild"))).toBe(false);
    const { status, stdout } = node([join(place, "bin.mjs"), bad]);
    expect([status, stdout]).toEqual([1, node([bin, bad]).stdout]);
  });

  test("that cannot be loaded ends with status 2 and says why", () => {
    const place = copy("broken", [...needed, "ts-node", "@swc/core", "typescript"]);
    writeFileSync(join(place, "lint.ts"), "export const = ;");
    const { status, stdout, stderr } = node([join(place, "bin.mjs"), bad]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("policy-lint: internal error");
  });
});
