import * as fs from "node:fs";
import * as path from "node:path";
import { main } from "../../../../modules/shared/export/cli";
import { EXPORTED_MODULES } from "../../../../modules/shared/export/exported-modules";
import { filesIn } from "../../../../modules/shared/export/folder";
import { temporaryFolder } from "../../../helpers/temporary";

function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = main(
    args,
    (text) => out.push(text),
    (text) => err.push(text),
  );
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const [first] = EXPORTED_MODULES;

describe("npm run export-modules", () => {
  it("finds the committed modules up to date", () => {
    expect(run("--check")).toEqual({
      code: 0,
      out: expect.stringMatching(/^Up to date: /) as string,
      err: "",
    });
  });

  it("writes a module, leaves it alone the second time, and tells what is stale", () => {
    const out = temporaryFolder();
    expect(run(first, "--out", out).out).toMatch(/files, \d+ changed/);
    expect(run(first, "--out", out).out).toMatch(/unchanged/);
    expect(run(first, "--out", out, "--check").code).toBe(0);
    const main = path.join(out, first, "main.tf");
    fs.appendFileSync(main, "# edited\n");
    fs.rmSync(path.join(out, first, "outputs.tf"));
    const { code, err } = run(first, "--out", out, "--check");
    expect(code).toBe(1);
    expect(err).toMatch(/main\.tf is not what the source says/);
    expect(err).toMatch(/outputs\.tf is missing/);
    expect(fs.readFileSync(main, "utf8")).toMatch(/# edited/);
    expect(run(first, "--out", out).code).toBe(0);
    expect(run(first, "--out", out, "--check").code).toBe(0);
    expect(fs.readdirSync(out)).toEqual([first]);
  });

  it("names a file that the module has no more, and takes it away", () => {
    const out = temporaryFolder();
    run(first, "--out", out);
    const old = path.join(out, first, "old.tf");
    fs.copyFileSync(path.join(out, first, "versions.tf"), old);
    expect(run(first, "--out", out, "--check").err).toMatch(/old\.tf is not made by the exporter any more/);
    expect(run(first, "--out", out).code).toBe(0);
    expect(fs.existsSync(old)).toBe(false);
  });

  it("refuses a folder with files of other people, and touches nothing", () => {
    const out = temporaryFolder();
    const theirs = path.join(out, EXPORTED_MODULES[1]);
    fs.mkdirSync(theirs);
    fs.writeFileSync(path.join(theirs, "notes.md"), "mine");
    const { code, err } = run("--out", out);
    expect(code).toBe(1);
    expect(err).toMatch(/holds files that the exporter did not write: notes\.md/);
    expect(filesIn(out)).toEqual([`${EXPORTED_MODULES[1]}/notes.md`]);
  });

  it("refuses an unknown module, naming those there are", () => {
    const out = temporaryFolder();
    const { code, err } = run(first, "no-such-module", "--out", out);
    expect(code).toBe(1);
    expect(err).toMatch(/There is no module no-such-module\. Known: .*private-network/);
    expect(filesIn(out)).toEqual([]);
  });

  it("refuses an unknown flag, and explains itself when asked", () => {
    expect(run("--force")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--force[^]*Usage/) as string,
    });
    expect(run("--help")).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage/) as string });
  });
});
