/** What a newcomer is told when something is missing, by the real scripts on a PATH of stand-ins. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";

const root = path.resolve(__dirname, "../..");

interface StandIns {
  python3?: string;
  hasVenv?: boolean;
  terraform?: string;
  tofu?: string;
}

/** A folder of programs that answer as the real ones do when they are asked for their version. */
function standIns({ python3, hasVenv = true, terraform, tofu }: StandIns): string {
  const folder = temporaryFolder();
  const write = (name: string, body: string) =>
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  if (python3) write("python3", `[ "$1" = -c ] && exit ${hasVenv ? 0 : 1}; echo "Python ${python3}"`);
  if (terraform) write("terraform", `echo "Terraform v${terraform}"`);
  if (tofu) write("tofu", `echo "OpenTofu v${tofu}"`);
  return folder;
}

function missing(programs: StandIns): string[] {
  const script = `
    import { missingPrerequisites } from ${JSON.stringify(path.join(root, "scripts/lib/prerequisites.mjs"))};
    console.log(JSON.stringify(missingPrerequisites()));`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { PATH: standIns(programs) },
  });
  return JSON.parse(done.stdout) as string[];
}

const complete: StandIns = { python3: "3.10.0", terraform: "1.10.0" };

describe("the prerequisites", () => {
  it("are met by the oldest versions that the README names", () => {
    expect(missing(complete)).toEqual([]);
  });

  it("are met by OpenTofu in place of Terraform", () => {
    expect(missing({ python3: "3.12.1", tofu: "1.10.0" })).toEqual([]);
  });

  it("are all named at once when they are missing, with how to install them", () => {
    const lines = missing({});
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^Python is missing: version 3.10 or later is needed. Install it: apt-get install python3/,
    );
    expect(lines[1]).toMatch(/^Python's venv is missing: Install it: apt-get install python3-venv/);
    expect(lines[2]).toMatch(
      /^Terraform \(or OpenTofu\) is missing: version 1.10 or later .*developer.hashicorp.com/,
    );
  });

  it("name what is too old, by the first version that is not", () => {
    expect(missing({ python3: "3.9.18", terraform: "1.9.8" })).toEqual([
      expect.stringMatching(/^Python 3.9.18 is too old: 3.10 or later is needed/),
      expect.stringMatching(/^Terraform \(or OpenTofu\) 1.9.8 is too old: 1.10 or later is needed/),
    ]);
  });

  it("name Debian's package when Python comes without venv", () => {
    expect(missing({ ...complete, hasVenv: false })).toEqual([
      expect.stringContaining("apt-get install python3-venv"),
    ]);
  });

  it("stop the demo and the tests before anything is installed", () => {
    for (const script of ["scripts/demo.mjs", "scripts/with-setup.mjs", "scripts/install.mjs"]) {
      const done = spawnSync(process.execPath, [script], {
        cwd: root,
        encoding: "utf8",
        env: { PATH: standIns({}) },
      });
      expect({ script, status: done.status }).toEqual({ script, status: 1 });
      expect(done.stderr).toMatch(/^Before this can run:\n {2}- Python is missing/);
    }
  });
});
