import { readFileSync } from "node:fs";
import { join } from "node:path";
import { invokeEndpoint, policyDocument } from "../../../policies/documents";
import { lintFiles } from "./helpers";

/** Three of the five reference deployments attached FullAccess to the function's role; each in its own form here. */
const unsafe = ["001-console-multi.tf.json", "003-tuned-multi.cdk.tf.json", "004-m5-baseline.plan.json"];

test.each(unsafe)("%s: FullAccess on the function's role is named, and nothing else", (file) => {
  const { findings } = lintFiles({
    [file]: readFileSync(join(__dirname, "fixtures/reference-deployments", file)),
  });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    ruleId: "IAM206",
    name: "full-access-managed-policy",
    severity: "error",
  });
  expect(findings[0]?.message).toMatch(
    /^AmazonSageMakerFullAccess on role aws_iam_role\.function, which lambda\.amazonaws\.com assumes, /,
  );
  expect(findings[0]?.message).toContain("allow sagemaker:InvokeEndpoint on that endpoint's ARN instead");
});

test("the right answer, invoke-only on one endpoint, has no finding", () => {
  const endpointArn = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/console-gpu";
  expect(lintFiles({ "p.json": policyDocument(invokeEndpoint({ endpointArn })) }).findings).toEqual([]);
});
