import * as fs from "node:fs";
import * as path from "node:path";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, App, TerraformStack } from "../../modules/shared/tf";
import { PolicyLintValidation } from "../../stacks/lint-validation";
import { temporaryFolder } from "../helpers/temporary";

const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const narrow = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }],
};

/** A stack with one policy and the validation; and what synthesizing it throws. */
function synth(
  document: object,
  change: (policy: IamPolicy, stack: TerraformStack) => void = () => undefined,
) {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "serving");
  PolicyLintValidation.addTo(stack);
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const policy = new IamPolicy(stack, "reader", { name: "reader", policy: JSON.stringify(document) });
  change(policy, stack);
  let message = "";
  try {
    app.synth();
  } catch (error) {
    message = (error as Error).message;
  }
  const isWritten = fs.existsSync(path.join(outdir, "stacks", "serving", "cdk.tf.json"));
  return { message, isWritten, annotations: app.manifest.stacks["serving"]?.annotations ?? [] };
}

test("a narrow policy is synthesized", () => {
  expect(synth(narrow)).toEqual({ message: "", isWritten: true, annotations: [] });
});

test("a policy that is too wide is told with rule, construct and address, and nothing is written", () => {
  const { message, isWritten } = synth(everything);
  expect(message).toMatch(
    /^Validation failed with the following errors:\n {2}\[serving\] serving\/reader: IAM20\d [a-z-]+, aws_iam_policy\.reader \/Statement\/0\/Action: /,
  );
  expect(isWritten).toBe(false);
});

test("what an aspect makes of a policy counts", () => {
  const { message } = synth(narrow, (_, stack) => {
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof IamPolicy) node.policy = JSON.stringify(everything);
      },
    });
  });
  expect(message).toContain("aws_iam_policy.reader");
});

test("a policy that cannot be read fails, too", () => {
  expect(synth(narrow, (policy) => policy.addOverride("policy", "${var.policy}")).message).toContain(
    "IAM001 not-analysable, aws_iam_policy.reader",
  );
});

test("warnings become annotations of the construct, and fail nothing", () => {
  const writes = { ...narrow, Statement: [{ Effect: "Allow", Action: "polly:*", Resource: "*" }] };
  const { message, isWritten, annotations } = synth(writes);
  expect([message, isWritten]).toEqual(["", true]);
  expect(annotations).toMatchObject([
    { constructPath: "serving/reader", message: expect.stringMatching(/^IAM202 wildcard-action/) as string },
  ]);
});

test("a suppression with its reason beside the resource counts; without a reason it does not", () => {
  const suppress = (entry: Record<string, string>) =>
    synth(everything, (policy) => policy.addOverride("//.policy-lint", [entry])).message;
  const complete = { rule: "IAM*", reason: "break-glass role", owner: "security", expires: "2999-12-31" };
  const [id = ""] = /IAM\d+/.exec(synth(everything).message) ?? [];
  expect(suppress({ ...complete, rule: id })).toBe("");
  expect(suppress({ rule: id, owner: "security", expires: "2999-12-31" })).toContain(id);
});
