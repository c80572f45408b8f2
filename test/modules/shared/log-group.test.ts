import { acceptedFindings, type AcceptedFinding } from "../../../modules/shared/accept";
import { makeLogGroup } from "../../../modules/shared/log-group";
import { synthesizeStack } from "../../helpers/stack";

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test("a log group has the service's name, its module's retention, key and tags, and says why both are choices", () => {
  let accepted: AcceptedFinding[] = [];
  const stack = synthesizeStack((scope) => {
    makeLogGroup(scope, "/aws/lambda/breeds", {
      logs: { retentionDays: 7, kmsKeyArn },
      tags: { Team: "vision" },
    });
    accepted = acceptedFindings(scope);
  });
  expect(stack.resource?.aws_cloudwatch_log_group).toMatchObject({
    logs: {
      name: "/aws/lambda/breeds",
      retention_in_days: 7,
      kms_key_id: kmsKeyArn,
      tags: { Team: "vision" },
    },
  });
  expect(accepted.map(({ address, check }) => `${address} ${check}`)).toEqual([
    "aws_cloudwatch_log_group.logs CKV_AWS_338",
    "aws_cloudwatch_log_group.logs CKV_AWS_158",
  ]);
});

test("a log group without a key is left to CloudWatch's own", () => {
  const stack = synthesizeStack((scope) => {
    makeLogGroup(scope, "/aws/lambda/breeds", { logs: { retentionDays: 7, kmsKeyArn: undefined }, tags: {} });
  });
  const [group] = Object.values(stack.resource?.aws_cloudwatch_log_group ?? {});
  expect(group).toMatchObject({ retention_in_days: 7 });
  expect(group).not.toHaveProperty("kms_key_id");
});
