import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";
import { offline, REPOSITORY } from "./command/run";

const ENDPOINT = "arn:aws:sqs:eu-west-1:123456789012:jobs";

/** A CDKTF project whose app is the fixture of two stacks. */
function project(): string {
  const folder = temporaryFolder();
  const tsNode = path.join(REPOSITORY, "node_modules/ts-node/dist/bin.js");
  const app = path.join(REPOSITORY, "test/offline/fixtures/two-stacks/main.ts");
  const settings = {
    language: "typescript",
    app: `node ${tsNode} ${app}`,
    projectId: "two-stacks",
    sendCrashReports: "false",
  };
  fs.writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify(settings));
  return folder;
}

const cdktf = path.join(REPOSITORY, "node_modules/.bin/cdktf");

test.each(["local", "s3"])(
  "two stacks with a reference between them are deployed, compared and destroyed (%s backend)",
  (backend) => {
    const folder = project();
    const env = { TWO_STACKS_BACKEND: backend, CI: "1" };
    const states = path.join(folder, "out/offline/state");

    const deployed = offline(folder, [cdktf, "deploy", "*", "--auto-approve"], env);
    expect(deployed).toMatchObject({ exitCode: 0 });
    expect(deployed.text).toContain(`endpoint = ${ENDPOINT}`);
    const files = fs.readdirSync(states).filter((file) => file.endsWith(".tfstate"));
    expect(files).toHaveLength(2);

    const compared = offline(folder, [cdktf, "diff", "second"], env);
    expect(compared).toMatchObject({ exitCode: 0 });
    expect(compared.text).toContain("no changes are needed");

    const destroyed = offline(folder, [cdktf, "destroy", "*", "--auto-approve"], env);
    expect(destroyed).toMatchObject({ exitCode: 0 });

    // Nothing of it is where a real deployment would look.
    expect(
      fs
        .readdirSync(folder)
        .filter((file) => file !== "cdktf.log")
        .sort(),
    ).toEqual(["cdktf.json", "cdktf.out", "out"]);
    // "plan" is cdktf's own; no .terraform, no lock file, no override file.
    expect(fs.readdirSync(path.join(folder, "cdktf.out/stacks/second"))).toEqual(["cdk.tf.json", "plan"]);
  },
);
