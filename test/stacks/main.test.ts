/** What `cdktf synth` runs, as a process of its own. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";

const root = path.resolve(__dirname, "../..");

function synth(environment: Record<string, string>) {
  const out = path.join(temporaryFolder(), "cdktf.out");
  const done = spawnSync(process.execPath, ["-r", "ts-node/register", "stacks/main.ts"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PLATFORM_PRESET: "", PLATFORM_CONFIG: "", CDKTF_OUTDIR: out, ...environment },
  });
  const stacks = fs.existsSync(path.join(out, "stacks"))
    ? fs.readdirSync(path.join(out, "stacks")).sort()
    : [];
  const stackJson = (stack: string) =>
    JSON.parse(fs.readFileSync(path.join(out, "stacks", stack, "cdk.tf.json"), "utf8")) as StackJson;
  return { exitCode: done.status, stdout: done.stdout, stderr: done.stderr, stacks, stackJson };
}

interface StackJson {
  terraform: { backend: Record<string, Record<string, unknown>> };
  data: { terraform_remote_state: Record<string, { backend: string; config: Record<string, unknown> }> };
  provider: { aws: { region: string; default_tags: [{ tags: Record<string, string> }] }[] };
}

function configuration(text: string): string {
  const file = path.join(temporaryFolder(), "platform.yaml");
  fs.writeFileSync(file, text);
  return file;
}

const STACKS = ["governance", "network", "serving", "training"];

it("synthesizes the preset that the environment names, its states in local files", () => {
  const { exitCode, stderr, stacks, stackJson } = synth({ PLATFORM_PRESET: "tuned-multi" });
  expect({ exitCode, stacks, stderr }).toEqual({ exitCode: 0, stacks: STACKS, stderr: "" });
  for (const stack of STACKS) {
    const { terraform } = stackJson(stack);
    expect(Object.keys(terraform.backend)).toEqual(["local"]);
    expect(String(terraform.backend.local?.path)).toMatch(new RegExp(`${stack}\\.tfstate$`));
  }
});

it("keeps states in S3 with a lock file where the configuration says so, and reads those of other stacks from there", () => {
  const file = configuration(
    [
      "preset: dev",
      "region: eu-central-1",
      "tags: { CostCentre: vision }",
      "state:",
      "  { bucket: my-states, region: eu-west-1, keyPrefix: team/mlops, kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k' }",
    ].join("\n"),
  );
  const { exitCode, stackJson } = synth({ PLATFORM_CONFIG: file });
  expect(exitCode).toBe(0);
  const keys = STACKS.map((stack) => {
    const { backend } = stackJson(stack).terraform;
    expect(backend).toEqual({
      s3: {
        bucket: "my-states",
        region: "eu-west-1",
        key: expect.stringMatching(new RegExp(`^team/mlops/.*${stack}\\.tfstate$`)) as string,
        kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/k",
        encrypt: true,
        use_lockfile: true,
      },
    });
    return backend.s3?.key;
  });
  expect(new Set(keys).size).toBe(STACKS.length);
  const remotes = Object.values(stackJson("serving").data.terraform_remote_state);
  expect(
    remotes.map(({ backend, config }) => [backend, config.bucket, keys.includes(config.key as string)]),
  ).toEqual(remotes.map(() => ["s3", "my-states", true]));
  expect(remotes.length).toBeGreaterThanOrEqual(2);
  const [provider] = stackJson("network").provider.aws;
  expect(provider?.region).toBe("eu-central-1");
  expect(provider?.default_tags[0].tags).toMatchObject({
    CostCentre: "vision",
    Environment: "dev",
    ManagedBy: "terraform",
  });
});

it.each([
  [
    "a mistake in the configuration",
    "preset: dev\nserving: { endpoint: {} }\n",
    /line 2: serving\.endpoint is not known\. Did you mean endpoints\?/,
  ],
  ["a file that is no YAML", "name: [\n", /is not valid YAML or JSON:/],
])("tells %s without a stack of calls, and synthesizes nothing", (_title, text, message) => {
  const { exitCode, stderr, stacks } = synth({ PLATFORM_CONFIG: configuration(text) });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stacks).toEqual([]);
});

it("refuses a preset that there is not", () => {
  const { exitCode, stderr } = synth({ PLATFORM_PRESET: "nope" });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^There is no preset "nope"; there are: console-gpu, /);
});
