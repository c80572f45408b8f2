import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";
import { offline, startOffline } from "./command/run";

const ROOT = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
  backend "s3" {
    bucket = "states"
    key    = "app/terraform.tfstate"
    region = "eu-west-1"
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
`;

/** A folder with a root module. */
function rootFolder(files: Record<string, string> = { "main.tf": ROOT }): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

describe("usage", () => {
  const folder = temporaryFolder();

  test("--help tells the usage on standard output", () => {
    const { exitCode, stdout, stderr } = offline(folder, ["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("usage: offline-aws");
  });

  test.each<[string[], string]>([
    [[], "no command given"],
    [["--plan"], "unknown option --plan"],
  ])("%j is wrong usage", (words, message) => {
    const { exitCode, stdout, stderr } = offline(folder, words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("the command's exit code is passed on, and so is the signal that ended it", () => {
    expect(offline(folder, ["sh", "-c", "exit 7"]).exitCode).toBe(7);
    expect(offline(folder, ["sh", "-c", "kill -TERM $$"]).exitCode).toBe(128 + 15);
  });

  test("a command that does not exist is named", () => {
    const { exitCode, stderr } = offline(folder, ["no-such-command"]);
    expect(exitCode).toBe(127);
    expect(stderr).toContain("there is no command no-such-command");
  });

  test("without Terraform the installation is explained", () => {
    const { exitCode, stderr } = offline(folder, ["true"], { PATH: "/nowhere" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("https://developer.hashicorp.com/terraform/install");
  });

  test.each([
    ["1.9.8", 1],
    ["1.10.0", 0],
    ["2.0.0", 0],
  ])("Terraform %s ends with exit code %i", (version, expected) => {
    const bin = temporaryFolder();
    const script = `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`;
    fs.writeFileSync(path.join(bin, "terraform"), script, { mode: 0o755 });
    const { exitCode, stderr } = offline(folder, ["true"], { PATH: `${bin}:/usr/bin:/bin` });
    expect(exitCode).toBe(expected);
    expect(stderr.includes("too old")).toBe(expected === 1);
  });

  test("the banner says on standard error what is not proven", () => {
    const { stdout, stderr } = offline(folder, ["echo", "output"]);
    expect(stdout).toBe("output\n");
    for (const word of ["Not proven", "quotas", "IAM", "eventual consistency", "drift"])
      expect(stderr).toContain(word);
  });
});

describe("state", () => {
  test("a root with an S3 backend is applied to offline mode's own folder and nothing else is touched", () => {
    const folder = rootFolder();
    const own = '{"version":4,"serial":1,"lineage":"mine","resources":[]}';
    fs.writeFileSync(path.join(folder, "terraform.tfstate"), own);
    expect(offline(folder, ["terraform", "init"])).toMatchObject({ exitCode: 0 });
    expect(offline(folder, ["terraform", "apply", "-auto-approve"]).text).toContain("1 added");
    expect(offline(folder, ["terraform", "plan", "-detailed-exitcode"])).toMatchObject({ exitCode: 0 });
    expect(fs.readdirSync(folder).sort()).toEqual(["main.tf", "out", "terraform.tfstate"]);
    expect(fs.readFileSync(path.join(folder, "terraform.tfstate"), "utf8")).toBe(own);
    const states = fs
      .readdirSync(path.join(folder, "out/offline/state"))
      .filter((file) => file.endsWith(".tfstate"));
    expect(states).toEqual([expect.stringMatching(/^s3-states-app-terraform-[0-9a-f]{8}\.tfstate$/)]);
    expect(offline(folder, ["terraform", "destroy", "-auto-approve"]).text).toContain("1 destroyed");
  });

  test("-chdir and a folder of one's own for states are honoured", () => {
    const folder = rootFolder();
    const states = path.join(temporaryFolder(), "states");
    const env = { OFFLINE_AWS_STATE_FOLDER: states };
    const elsewhere = temporaryFolder();
    expect(offline(elsewhere, ["terraform", `-chdir=${folder}`, "init"], env)).toMatchObject({ exitCode: 0 });
    expect(
      offline(elsewhere, ["terraform", `-chdir=${folder}`, "apply", "-auto-approve"], env),
    ).toMatchObject({ exitCode: 0 });
    expect(fs.readdirSync(folder)).toEqual(["main.tf"]);
    expect(fs.readdirSync(elsewhere)).toEqual([]);
    expect(fs.readdirSync(states)).toContainEqual(expect.stringMatching(/\.tfstate\.offline\.json$/));
  });

  test("a state that offline mode did not make is refused, and stays as it is", () => {
    const folder = rootFolder();
    expect(offline(folder, ["terraform", "init"])).toMatchObject({ exitCode: 0 });
    expect(offline(folder, ["terraform", "apply", "-auto-approve"])).toMatchObject({ exitCode: 0 });
    const states = path.join(folder, "out/offline/state");
    const state = path.join(
      states,
      fs.readdirSync(states).find((file) => file.endsWith(".tfstate"))!,
    );
    const foreign = fs.readFileSync(state, "utf8").replace(/"lineage": "[^"]+"/, '"lineage": "another"');
    fs.writeFileSync(state, foreign);
    const refused = offline(folder, ["terraform", "destroy", "-auto-approve"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("was not made by offline mode");
    expect(fs.readFileSync(state, "utf8")).toBe(foreign);
    expect(fs.readdirSync(folder).sort()).toEqual(["main.tf", "out"]);
  });

  test.each<[string, string[], NodeJS.ProcessEnv]>([
    ["an option", ["apply", "-state=terraform.tfstate"], {}],
    ["an option with two dashes", ["apply", "--state-out", "x"], {}],
    ["TF_CLI_ARGS", ["plan"], { TF_CLI_ARGS_plan: "-state=x" }],
  ])("a state file named by %s is refused", (_what, words, env) => {
    const { exitCode, stderr } = offline(rootFolder(), ["terraform", ...words], env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("names a state file past the backend");
  });

  test.each<[string, string, string]>([
    ["a bucket in an expression", ROOT.replace('"states"', "var.bucket"), '"bucket" has to be written out'],
    ["no key", ROOT.replace(/key .*/, ""), '"key" has to be written out'],
  ])("a backend with %s is refused", (_what, text, message) => {
    const { exitCode, stderr } = offline(rootFolder({ "main.tf": text }), ["terraform", "init"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  test("a remote state of a backend that cannot be redirected is refused", () => {
    const text = `data "terraform_remote_state" "other" {\n  backend = "gcs"\n  config  = { bucket = "b" }\n}\n`;
    const { exitCode, stderr } = offline(rootFolder({ "main.tf": text }), ["terraform", "init"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('data.terraform_remote_state.other reads a "gcs" backend');
  });

  test("providers lock, which asks the registry, is refused with the reason", () => {
    const { exitCode, stderr } = offline(rootFolder(), ["terraform", "providers", "lock"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("nothing to lock");
  });

  test("a Terraform that is named by its path works on offline mode's state, too", () => {
    const folder = rootFolder();
    const terraform = (process.env.PATH ?? "")
      .split(":")
      .map((each) => path.join(each, "terraform"))
      .find(fs.existsSync)!;
    expect(offline(folder, [terraform, "init"])).toMatchObject({ exitCode: 0 });
    expect(fs.readdirSync(folder).sort()).toEqual(["main.tf", "out"]);
  });
});

describe("the end", () => {
  const slow = `resource "terraform_data" "slow" {\n  provisioner "local-exec" {\n    command = "echo started > started; sleep 60"\n  }\n}\n`;

  const sessions = (temporary: string): string[] =>
    fs.readdirSync(temporary).filter((name) => name.startsWith("offline-aws-"));

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends Terraform and leaves no file and no process behind",
    async (signal) => {
      const folder = rootFolder({ "main.tf": slow });
      const temporary = temporaryFolder();
      const env = { TMPDIR: temporary };
      expect(offline(folder, ["terraform", "init"], env)).toMatchObject({ exitCode: 0 });
      const running = startOffline(folder, ["terraform", "apply", "-auto-approve"], env);
      await until(() => fs.existsSync(path.join(folder, "started")));
      expect(fs.readdirSync(folder)).toContain("zz_offline_override.tf.json");
      const session = path.join(temporary, sessions(temporary)[0]!);
      const shims = fs.readdirSync(path.join(session, "running")).map(Number);
      expect(shims).toHaveLength(1);

      const ended = new Promise<number | null>((resolve) => running.once("exit", (code) => resolve(code)));
      running.kill(signal);
      expect(await ended).not.toBe(0);
      expect(fs.readdirSync(folder)).not.toContain("zz_offline_override.tf.json");
      expect(sessions(temporary)).toEqual([]);
      expect(() => process.kill(shims[0]!, 0)).toThrow("ESRCH");
    },
  );

  test("what a killed shim leaves behind is removed", () => {
    const folder = rootFolder({ "main.tf": slow });
    expect(offline(folder, ["terraform", "init"])).toMatchObject({ exitCode: 0 });
    const script = `
      terraform apply -auto-approve &
      while [ ! -e started ]; do sleep 0.1; done
      test -e zz_offline_override.tf.json || exit 3
      shim=$(ls "$OFFLINE_AWS_SESSION/running")
      real=$(pgrep -P "$shim")
      kill -9 "$shim"
      kill -TERM "$real"
      test -e zz_offline_override.tf.json || exit 4
    `;
    expect(offline(folder, ["sh", "-c", script])).toMatchObject({ exitCode: 0 });
    expect(fs.readdirSync(folder)).not.toContain("zz_offline_override.tf.json");
  });
});

async function until(condition: () => boolean, milliseconds = 20_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("the awaited moment did not come");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
