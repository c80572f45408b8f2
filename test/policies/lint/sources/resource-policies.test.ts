import { readSources } from "../../../../policies/lint";
import { policy } from "../helpers";

const document = JSON.stringify(
  policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:GetObject", Resource: "*" }),
);

function policiesOf(resource: Record<string, unknown>) {
  return readSources([{ file: "main.tf.json", content: JSON.stringify({ resource }) }]).policies;
}

test.each([
  ["aws_s3_bucket_policy", "policy", "s3_bucket"],
  ["aws_kms_key", "policy", "kms_key"],
  ["aws_kms_replica_key", "policy", "kms_key"],
  ["aws_sqs_queue_policy", "policy", "sqs_queue"],
  ["aws_sns_topic_policy", "policy", "sns_topic"],
  ["aws_ecr_repository_policy", "policy", "ecr_repository"],
  ["aws_secretsmanager_secret_policy", "policy", "secretsmanager_secret"],
  ["aws_opensearch_domain", "access_policies", "opensearch_domain"],
  ["aws_sagemaker_model_package_group_policy", "resource_policy", "sagemaker_model_package_group"],
])("the policy of %s is a resource's, and says of which", (type, attribute, carrier) => {
  expect(policiesOf({ [type]: { x: { [attribute]: document } } })).toMatchObject([
    { kind: "resource", carrier, resource: `${type}.x` },
  ]);
});

test("a type that no table names: its carrier is not known", () => {
  expect(policiesOf({ aws_new_thing: { x: { rules: document } } })).toMatchObject([
    { kind: "resource", carrier: null },
  ]);
});

describe("aws_lambda_permission is a statement of the function's policy", () => {
  const permission = (attributes: object) => {
    const body = { action: "lambda:InvokeFunction", function_name: "f", ...attributes };
    const [found] = policiesOf({ aws_lambda_permission: { x: body } });
    const [statement] = found?.statements ?? [];
    return {
      carrier: found?.carrier,
      principals: statement?.principals?.map(({ value }) => value),
      conditions: statement?.conditions.map(({ operator, key, values }) => [
        operator,
        key,
        ...values.map(({ value }) => value),
      ]),
      actions: statement?.actions?.map(({ value }) => value),
      resource: statement?.resources?.[0]?.value,
    };
  };

  test("for a service, narrowed by source", () => {
    const found = permission({
      principal: "s3.amazonaws.com",
      source_arn: "arn:aws:s3:::b",
      source_account: "111122223333",
      qualifier: "",
    });
    expect(found).toMatchObject({
      carrier: "lambda_function",
      principals: ["Service:s3.amazonaws.com"],
      actions: ["lambda:InvokeFunction"],
      conditions: [
        ["ArnLike", "AWS:SourceArn", "arn:aws:s3:::b"],
        ["StringEquals", "AWS:SourceAccount", "111122223333"],
      ],
    });
    expect(found.resource).toMatch(/^arn:aws:lambda:.*:function:f$/);
  });

  test.each([
    ["*", ["*"]],
    ["111122223333", ["AWS:arn:aws:iam::111122223333:root"]],
    ["arn:aws:iam::111122223333:role/r", ["AWS:arn:aws:iam::111122223333:role/r"]],
  ])("for %s", (principal, expected) => {
    expect(permission({ principal }).principals).toEqual(expected);
  });

  test("of a function URL without authentication", () => {
    const found = permission({
      principal: "*",
      action: "lambda:InvokeFunctionUrl",
      function_url_auth_type: "NONE",
      principal_org_id: "o-1234567890",
    });
    expect(found.conditions).toEqual([
      ["StringEquals", "aws:PrincipalOrgID", "o-1234567890"],
      ["StringEquals", "lambda:FunctionUrlAuthType", "NONE"],
    ]);
  });
});
