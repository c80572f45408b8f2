/** `npm run offline -- cdktf …`, as the README tells it, over the preset dev. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";

const root = path.resolve(__dirname, "../..");
const STACKS = ["governance", "network", "serving", "training"];

/** The repository by links, so that `cdktf.out` and states are written elsewhere. */
function linkedRepository(): string {
  const folder = temporaryFolder();
  const kept = fs
    .readdirSync(root)
    .filter((name) => !name.startsWith(".") && name !== "out" && name !== "cdktf.out");
  for (const name of kept) fs.symlinkSync(path.join(root, name), path.join(folder, name));
  return folder;
}

const repository = linkedRepository();
const states = path.join(repository, "out/offline/state");

function cdktf(...args: string[]): { exitCode: number | null; text: string } {
  const env = {
    ...process.env,
    CI: "1",
    CHECKPOINT_DISABLE: "1",
    PLATFORM_PRESET: "dev",
    PLATFORM_CONFIG: "",
  };
  const words = ["run", "--silent", "offline", "--", "cdktf", ...args];
  const done = spawnSync("npm", words, {
    cwd: repository,
    encoding: "utf8",
    env,
    input: "",
    maxBuffer: 64 * 1024 * 1024,
  });
  const text = `${done.stdout}${done.stderr}`.replace(/\u001b\[[0-9;]*m/g, "").replace(/\s+/g, " ");
  return { exitCode: done.status, text };
}

interface State {
  outputs: Record<string, { value: unknown }>;
  resources: { mode: string; type: string }[];
}

/** The states in the offline folder, by their stack's name. */
function offlineStates(): Map<string, State> {
  const files = fs.readdirSync(states).filter((file) => file.endsWith(".tfstate"));
  return new Map(
    files.map((file) => [
      STACKS.find((stack) => file.includes(`${stack}-`)) ?? file,
      JSON.parse(fs.readFileSync(path.join(states, file), "utf8")) as State,
    ]),
  );
}

const managed = (state: State | undefined) =>
  (state?.resources ?? []).filter(({ mode }) => mode === "managed");
const newStates = () => fs.readdirSync(root).filter((name) => name.endsWith(".tfstate"));

it("deploys every stack, with outputs, into the offline folder alone", () => {
  const before = newStates();
  const { exitCode, text } = cdktf("deploy", "*", "--auto-approve");
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
  expect(text).toContain("Terraform works against a stand-in for the AWS provider");
  expect([...offlineStates().keys()].sort()).toEqual(STACKS);
  for (const [stack, state] of offlineStates())
    expect([stack, managed(state).length > 5]).toEqual([stack, true]);
  expect(offlineStates().get("serving")?.outputs.main_invoke_command?.value).toMatch(
    /^aws sagemaker-runtime invoke-endpoint /,
  );
  expect(newStates()).toEqual(before);
  expect(fs.readdirSync(repository)).not.toContain("terraform.tfstate");
});

it.each(["network", "serving"])("sees no difference afterwards in the stack %s", (stack) => {
  const { exitCode, text } = cdktf("diff", stack);
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
  expect(text).toContain("no changes are needed");
});

it("destroys every stack", () => {
  const { exitCode, text } = cdktf("destroy", "*", "--auto-approve");
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
  expect([...offlineStates().values()].flatMap(managed)).toEqual([]);
});

it("passes on that a configuration is refused", () => {
  const file = path.join(temporaryFolder(), "platform.yaml");
  fs.writeFileSync(file, "preset: dev\nreigon: eu-west-1\n");
  const env = { ...process.env, CI: "1", PLATFORM_CONFIG: file, PLATFORM_PRESET: "" };
  const done = spawnSync("npm", ["run", "--silent", "offline", "--", "cdktf", "synth"], {
    cwd: repository,
    encoding: "utf8",
    env,
    input: "",
  });
  expect(done.status).not.toBe(0);
  expect(`${done.stdout}${done.stderr}`).toContain("reigon is not known. Did you mean region?");
});
