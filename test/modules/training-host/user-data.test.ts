/** The user data as it arrives on a host: applied offline, then looked at, and run with stand-ins for what is outside of it. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { TrainingHost, type TrainingHostProps } from "../../../modules/training-host";
import { archive, bootstrapSource, codeSource } from "../../../modules/training-host/bootstrap-archive";
import { fitsUserData } from "../../../modules/training-host/user-data";
import { ec2Limits } from "../../../modules/shared/limits";
import { TerraformOutput } from "../../../modules/shared/tf";
import { stackRoot } from "../../helpers/stack";
import { temporaryFolder } from "../../helpers/temporary";
import { goodCases } from "./cases";

const sha256 = (file: string) => createHash("sha256").update(fs.readFileSync(file)).digest("hex");
const KEY_PATTERN = /^s3:\/\/mlops-store\/code\/hosts\/dogs-dev\/(bootstrap|code)-([0-9a-f]{16})\.tar\.gz$/;

let scripts: Record<string, string>;
let longest: string;

beforeAll(async () => {
  const most: TrainingHostProps = {
    ...(goodCases["a GPU host with little said"] as TrainingHostProps),
    name: "n".repeat(50),
    storeBucketName: "b".repeat(63),
    storedDataset: undefined,
    downloadedDataset: { url: `https://example.org/${"d".repeat(976)}.zip`, sha256: "f".repeat(64) },
    trainingArguments: "a".repeat(2000),
    codePrefix: `${"c".repeat(199)}/`,
    outputPrefix: `${"o".repeat(199)}/`,
    weightsPrefix: `${"w".repeat(199)}/`,
    spot: {},
  };
  const all = Object.entries({ ...goodCases, longest: most });
  const root = await stackRoot((stack) =>
    all.forEach(([, props], index) => new TrainingHost(stack, `h${index}`, props)),
  );
  root.apply();
  const instances = (root.state().values?.root_module.resources ?? []).filter(
    ({ type }) => type === "aws_instance",
  );
  scripts = Object.fromEntries(
    all.map(([title], index) => [
      title,
      String(instances.find(({ name }) => name.startsWith(`h${index}_`))?.values["user_data"]),
    ]),
  );
  longest = String(scripts["longest"]);
});

const valuesIn = (script: string): Record<string, string> =>
  Object.fromEntries(
    [...script.matchAll(/^([A-Z0-9_]+)='(.*)'$/gm)].map((match) => [String(match[1]), String(match[2])]),
  );

it("is a script that bash reads, with nothing left to fill in", () => {
  for (const script of Object.values(scripts)) {
    expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(script).not.toContain("@@");
    expect(script.startsWith("#!/bin/bash\n")).toBe(true);
  }
});

it("holds the values of a host with everything said", () => {
  const values = valuesIn(String(scripts["a spot host with everything said"]));
  expect(values).toMatchObject({
    BOOTSTRAP_URI: expect.stringMatching(KEY_PATTERN) as string,
    BOOTSTRAP_SHA256: sha256(archive(bootstrapSource)),
    CODE_URI: expect.stringMatching(KEY_PATTERN) as string,
    CODE_SHA256: sha256(archive(codeSource)),
    DATASET_URI: "s3://mlops-store/datasets/dogImages.zip",
    DATASET_SHA256: "0123456789abcdef".repeat(4),
    WEIGHTS_URI: "s3://mlops-store/models/pretrained/",
    OUTPUT_URI: "s3://mlops-store/models/hosts/dogs-dev",
    TRAINING_ARGUMENTS: "--epochs 5 --batch-size 2",
    READY_PARAMETER: "/mlops/training-host/dogs-dev/ready",
    METRIC_NAMESPACE: "Mlops/TrainingHost/dogs-dev",
    LOG_GROUP: "/mlops/training-host/dogs-dev",
    IDLE_MINUTES: "17",
    MAX_LIFETIME_HOURS: "8",
    AWS_DEFAULT_REGION: "eu-west-1",
  });
  expect(KEY_PATTERN.exec(values["BOOTSTRAP_URI"] ?? "")?.[2]).toBe(
    sha256(archive(bootstrapSource)).slice(0, 16),
  );
});

it("says a folder as a folder, a download as its address, and no idle stop as 0", () => {
  expect(valuesIn(String(scripts["a GPU host with little said"]))).toMatchObject({
    DATASET_URI: "s3://mlops-store/datasets/dogs/",
    DATASET_SHA256: "",
    WEIGHTS_URI: "",
    IDLE_MINUTES: "30",
    TRAINING_ARGUMENTS: "",
  });
  expect(valuesIn(String(scripts["a small host without GPU that downloads its dataset"]))).toMatchObject({
    DATASET_URI: "https://example.org/data/dogImages.zip",
    DATASET_SHA256: "",
    IDLE_MINUTES: "0",
  });
});

it("names the image only when another image is to make another host, and the market always", () => {
  expect(scripts["a spot host with everything said"]).toMatch(/# Image: ami-[0-9a-z]+\. Market: spot\.\n$/);
  expect(scripts["a GPU host with little said"]).toMatch(/# Image: the first one\. Market: on-demand\.\n$/);
});

it("fits EC2's limit with the longest inputs, with room to spare", () => {
  expect(longest).toContain("a".repeat(2000));
  expect(Buffer.byteLength(longest)).toBeLessThan(ec2Limits.userDataMaxBytes / 2);
});

it("is refused one byte over EC2's limit, in bytes and not in characters", async () => {
  const limit = ec2Limits.userDataMaxBytes;
  const texts = {
    fits: "x".repeat(limit),
    over: "x".repeat(limit + 1),
    wide: "é".repeat(limit / 2),
    wider: `${"é".repeat(limit / 2)}x`,
  };
  const root = await stackRoot((stack) => {
    for (const [name, text] of Object.entries(texts))
      new TerraformOutput(stack, name, { value: fitsUserData(text).condition });
  });
  root.apply();
  expect(root.outputs()).toEqual({ fits: true, over: false, wide: true, wider: false });
});

describe("run on a host", () => {
  /** With the last line replaced, which would go on to prepare the machine. */
  function boot(bootstrap: Buffer): { status: number | null; output: string } {
    const folder = temporaryFolder();
    const stored = path.join(folder, "stored.tar.gz");
    fs.writeFileSync(stored, bootstrap);
    fs.writeFileSync(path.join(folder, "aws"), `#!/bin/bash\necho "aws $*"\ncp ${stored} "$4"\n`, {
      mode: 0o755,
    });
    const script = String(scripts["a spot host with everything said"])
      .replaceAll("/opt/mlops", path.join(folder, "opt"))
      .replace(
        "exec bash bootstrap/bootstrap.sh",
        'ls bootstrap && printf "[%s]\\n" "$TRAINING_ARGUMENTS" && env',
      );
    const done = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"]}` },
    });
    return { status: done.status, output: done.stdout + done.stderr };
  }

  it("fetches the archive that was uploaded, finds its checksum right, and hands the settings on", () => {
    const { status, output } = boot(fs.readFileSync(archive(bootstrapSource)));
    expect(output).toContain("aws s3 cp s3://mlops-store/code/hosts/dogs-dev/bootstrap-");
    expect(output).toContain("bootstrap.sh\n");
    expect(output).toContain("[--epochs 5 --batch-size 2]\n");
    expect(output).toContain("READY_PARAMETER=/mlops/training-host/dogs-dev/ready\n");
    expect(status).toBe(0);
  });

  it("runs nothing of an archive that is not the one", () => {
    const { status, output } = boot(fs.readFileSync(archive(codeSource)));
    expect(status).not.toBe(0);
    expect(output).toContain("bootstrap.tar.gz: FAILED");
    expect(output).not.toContain("[--epochs");
  });
});
