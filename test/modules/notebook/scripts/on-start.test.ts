/** The start script as it arrives on a notebook instance: planned by Terraform, then run in a scratch folder. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Notebook, type NotebookProps } from "../../../../modules/notebook";
import { sagemakerLimits } from "../../../../modules/shared/limits";
import { stackRoot } from "../../../helpers/stack";
import { temporaryFolder } from "../../../helpers/temporary";
import { goodCases } from "../cases";

const SCRIPTS = path.resolve(__dirname, "../../../../modules/notebook/scripts");
const full = goodCases["full"] as NotebookProps;

/** As text, for each of the props. */
async function plannedScripts(...all: NotebookProps[]): Promise<{ base64: string; text: string }[]> {
  const root = await stackRoot((stack) =>
    all.forEach((props, index) => new Notebook(stack, `n${index}`, props)),
  );
  const changes = root.plan().resource_changes;
  return all.map((_props, index) => {
    const found = changes.find(
      ({ type, name }) => type.endsWith("lifecycle_configuration") && name.startsWith(`n${index}_`),
    );
    const base64 = String(found?.change.after?.["on_start"]);
    return { base64, text: Buffer.from(base64, "base64").toString() };
  });
}

/** A notebook instance in a folder, with stand-ins for what is outside of the script. */
class Instance {
  readonly root = temporaryFolder();
  readonly store = path.join(this.root, "store");
  readonly project = path.join(this.root, "home/ec2-user/SageMaker/project");
  private readonly bin = path.join(this.root, "bin");

  constructor() {
    for (const folder of [this.store, this.bin]) fs.mkdirSync(folder);
    this.command("systemctl", `echo "$*" >>"${this.root}/systemctl-calls"`);
    this.command("aws", `[ -e "${this.root}/store-is-away" ] && exit 1\ncp -r "${this.store}/." "\${@: -1}"`);
  }

  start(script: string): { status: number | null; output: string } {
    const done = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      env: {
        PATH: `${this.bin}:${process.env["PATH"]}`,
        NOTEBOOK_ROOT: this.root,
        NOTEBOOK_USER: os.userInfo().username,
      },
    });
    return { status: done.status, output: done.stdout + done.stderr };
  }

  read = (file: string) => fs.readFileSync(path.join(this.root, file), "utf8");
  inProject = (file: string) => fs.readFileSync(path.join(this.project, file), "utf8");

  private command(name: string, body: string): void {
    fs.writeFileSync(path.join(this.bin, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }
}

let script: string;
let withoutStops: string;
let longest: string;

beforeAll(async () => {
  const most: NotebookProps = {
    ...full,
    name: "n".repeat(50),
    notebookSourceUri: `s3://bucket/${"f".repeat(287)}/`,
    pipeline: {
      stateMachineArn: `arn:aws:states:eu-west-1:123456789012:stateMachine:${"m".repeat(80)}`,
      jobNamePrefix: "p".repeat(30),
      modelParameterName: `/${"p".repeat(1000)}`,
    },
    endpointArn: `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/${"e".repeat(63)}`,
    createLogGroup: false,
  };
  const open = goodCases["every protection that can be turned off"] as NotebookProps;
  const planned = await plannedScripts(full, open, most);
  [script, withoutStops] = [planned[0]?.text ?? "", planned[1]?.text ?? ""];
  longest = planned[2]?.base64 ?? "";
});

it("is a valid script, and fits SageMaker with the longest inputs", () => {
  expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(longest.length).toBeGreaterThan(Buffer.from(script).toString("base64").length);
  expect(longest.length).toBeLessThanOrEqual(sagemakerLimits.lifecycleScriptMaxLength);
});

it("has nothing for shellcheck to say", () => {
  const python = spawnSync("node", ["scripts/venv.mjs", "test"], { encoding: "utf8" }).stdout.trim();
  const shellcheck = path.join(path.dirname(python), "shellcheck");
  for (const target of [path.join(SCRIPTS, "on-start.sh"), "-"]) {
    const done = spawnSync(shellcheck, ["--shell=bash", target], { input: script, encoding: "utf8" });
    expect(`${done.error ?? ""}${done.stdout}${done.stderr}`).toBe("");
  }
});

it("installs the idle stop: the program, a service with this notebook's name and time, and its timer", () => {
  const instance = new Instance();
  expect(instance.start(script)).toMatchObject({ status: 0 });
  expect(instance.read("usr/local/sbin/notebook-idle-stop")).toBe(
    fs.readFileSync(path.join(SCRIPTS, "idle_stop.py"), "utf8"),
  );
  expect(instance.read("etc/systemd/system/notebook-idle-stop.service")).toContain(
    "notebook-idle-stop dogs-dev eu-west-1 30\n",
  );
  expect(instance.read("systemctl-calls")).toBe("daemon-reload\nstart notebook-idle-stop.timer\n");
});

it("installs none when it is turned off", () => {
  const instance = new Instance();
  expect(instance.start(withoutStops)).toMatchObject({ status: 0 });
  expect(fs.existsSync(path.join(instance.root, "systemctl-calls"))).toBe(false);
  expect(fs.existsSync(path.join(instance.root, "usr"))).toBe(false);
});

it("puts the project's files in place, with the settings beside them", () => {
  const instance = new Instance();
  fs.mkdirSync(path.join(instance.store, "more"));
  fs.writeFileSync(path.join(instance.store, "operate.ipynb"), "first");
  fs.writeFileSync(path.join(instance.store, "more/a file.txt"), "with a space in its name");
  expect(instance.start(script)).toMatchObject({ status: 0 });
  expect(instance.inProject("operate.ipynb")).toBe("first");
  expect(instance.inProject("more/a file.txt")).toBe("with a space in its name");
  expect(JSON.parse(instance.inProject("mlops-settings.json"))).toMatchObject({ endpointName: "dogs" });
});

it("replaces a file that is merely old, and keeps one that somebody has changed", () => {
  const instance = new Instance();
  for (const name of ["old", "changed"]) fs.writeFileSync(path.join(instance.store, name), "first");
  instance.start(script);
  fs.writeFileSync(path.join(instance.project, "changed"), "by hand");
  for (const name of ["old", "changed"]) fs.writeFileSync(path.join(instance.store, name), "second");
  expect(instance.start(script).output).toContain("project/changed was changed here");
  expect(instance.inProject("old")).toBe("second");
  expect(instance.inProject("changed")).toBe("by hand");
  expect(instance.inProject("changed.new")).toBe("second");
  // A third start has nothing new to say about it.
  fs.rmSync(path.join(instance.project, "changed.new"));
  instance.start(script);
  expect(fs.existsSync(path.join(instance.project, "changed.new"))).toBe(false);
  expect(instance.inProject("changed")).toBe("by hand");
});

it("starts the notebook, with last time's files, when the store does not answer", () => {
  const instance = new Instance();
  fs.writeFileSync(path.join(instance.store, "operate.ipynb"), "first");
  instance.start(script);
  fs.writeFileSync(path.join(instance.root, "store-is-away"), "");
  const again = instance.start(script);
  expect(again).toMatchObject({ status: 0 });
  expect(again.output).toContain("the notebooks were not fetched from s3://mlops-store/notebooks/");
  expect(instance.inProject("operate.ipynb")).toBe("first");
});

it("does not start the notebook when the idle stop cannot be installed", () => {
  const instance = new Instance();
  fs.writeFileSync(path.join(instance.root, "usr"), "a file where a folder has to be");
  expect(instance.start(script).status).not.toBe(0);
});
