import { readFileSync } from "node:fs";
import { join } from "node:path";
import { invokeEndpoint, policyDocument } from "../../../policies/documents";
import { fullAccessToInvoke } from "../../../policies/lint/rules/breadth/full-access-to-invoke";
import { defaultRuleOptions } from "../../../policies/lint/rules/rule";
import { readSources } from "../../../policies/lint/sources";
import { lintFiles } from "./helpers";

/** Three of the five reference deployments attached FullAccess to the function's role; each in its own form here. */
const unsafe: readonly (readonly [file: string, endpoint: string, name: string])[] = [
  ["001-console-multi.tf.json", "aws_sagemaker_endpoint.multi", "console-multi"],
  ["003-tuned-multi.cdk.tf.json", "aws_sagemaker_endpoint.multi", "tuned-multi"],
  ["004-m5-baseline.plan.json", "aws_sagemaker_endpoint.single", "m5-baseline"],
];

const read = (file: string) => readFileSync(join(__dirname, "fixtures/reference-deployments", file), "utf8");

test.each(unsafe)(
  "%s: FullAccess on the function's role is named, and nothing else",
  (file, endpoint, name) => {
    const { findings } = lintFiles({ [file]: read(file) });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      ruleId: "IAM209",
      name: "full-access-to-invoke",
      severity: "error",
    });
    expect(findings[0]?.message).toMatch(
      /^AmazonSageMakerFullAccess on role aws_iam_role\.function, which lambda\.amazonaws\.com assumes, /,
    );
    expect(findings[0]?.message).toContain(
      `Allow sagemaker:InvokeEndpoint on the endpoint "${name}" (${endpoint}) instead.`,
    );
  },
);

test.each(unsafe)("%s: the fix offered is to invoke the one endpoint, %s", (file, endpoint, name) => {
  const [result] = fullAccessToInvoke.check(readSources([{ file, content: read(file) }]), defaultRuleOptions);
  expect(result?.fix?.suggestion).toEqual({
    Effect: "Allow",
    Action: "sagemaker:InvokeEndpoint",
    Resource: `\${${endpoint}.arn}`,
  });
  expect(result?.fix?.description).toBe(`Allow the invocation of the endpoint "${name}" (${endpoint}) only`);
});

test("the right answer, invoke-only on one endpoint, has no finding", () => {
  const endpointArn = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/console-gpu";
  expect(lintFiles({ "p.json": policyDocument(invokeEndpoint({ endpointArn })) }).findings).toEqual([]);
});

test("a policy of Amazon Machine Learning, which deployment 001 considered, is named as the wrong service's", () => {
  const content = read("001-console-multi.tf.json").replace(
    "policy/AmazonSageMakerFullAccess",
    "policy/AmazonMachineLearningManageRealTimeEndpointOnlyAccess",
  );
  expect(lintFiles({ "main.tf.json": content }).findings).toMatchObject([
    { ruleId: "IAM210", severity: "warning" },
  ]);
});
