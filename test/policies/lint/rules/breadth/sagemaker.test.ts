import { lint } from "../../../../../policies/lint";
import { fullAccessToInvoke } from "../../../../../policies/lint/rules/breadth/full-access-to-invoke";
import { invokeEndpointOnStar } from "../../../../../policies/lint/rules/breadth/invoke-endpoint-on-star";
import { endpointPlaceholder } from "../../../../../policies/lint/rules/breadth/invoke-only";
import { defaultRuleOptions, type Rule } from "../../../../../policies/lint/rules/rule";
import { readSources } from "../../../../../policies/lint/sources";
import { allow, deny, lambdaTrust, policy, verdicts } from "../../helpers";
import { breadth, breadthOfTerraform } from "./support";

const endpointArn = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/classifier";
const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const trust = (service: string) => JSON.stringify(lambdaTrust).replace("lambda.amazonaws.com", service);
const role = (service = "lambda.amazonaws.com", name = "worker") => ({
  fn: { name, assume_role_policy: trust(service) },
});
const attach = (policyName: string) => ({
  aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.fn.name}", policy_arn: arn(policyName) } },
});
const inline = (...statements: unknown[]) => ({
  aws_iam_role_policy: {
    p: { role: "${aws_iam_role.fn.name}", policy: JSON.stringify(policy(...statements)) },
  },
});
const full = attach("AmazonSageMakerFullAccess");

function resultsOf(rule: Rule, resource: Record<string, unknown>) {
  const content = JSON.stringify({ resource });
  return rule.check(readSources([{ file: "main.tf.json", content }]), defaultRuleOptions);
}

describe("IAM209 names full access to SageMaker on who only invokes, once", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a function's role", { aws_iam_role: role(), ...full }],
    [
      "a role that a function uses",
      {
        aws_iam_role: { fn: { name: "worker" } },
        aws_lambda_function: { f: { function_name: "f", role: "${aws_iam_role.fn.arn}" } },
        ...full,
      },
    ],
    ["a role named after it", { aws_iam_role: role("ecs-tasks.amazonaws.com", "endpoint-invoker"), ...full }],
    [
      "a role whose own policy only invokes",
      {
        aws_iam_role: role("ecs-tasks.amazonaws.com"),
        ...full,
        ...inline(allow("sagemaker:InvokeEndpoint", endpointArn)),
      },
    ],
    ["an inline policy with all of SageMaker", { aws_iam_role: role(), ...inline(allow("sagemaker:*")) }],
    [
      "a customer's policy with all of SageMaker",
      {
        aws_iam_role: role(),
        aws_iam_policy: { p: { policy: JSON.stringify(policy(allow("SageMaker:*"))) } },
        aws_iam_role_policy_attachment: {
          a: { role: "${aws_iam_role.fn.name}", policy_arn: "${aws_iam_policy.p.arn}" },
        },
      },
    ],
  ])("%s", (_, resource) => {
    const findings = breadthOfTerraform(resource);
    expect(verdicts(findings)).toEqual(["IAM209 error"]);
    expect(findings[0]?.message).toMatch(
      /Allow sagemaker:InvokeEndpoint on (that endpoint's ARN|arn:.*) instead\. \(before boundaries\)$/,
    );
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["a training role", { aws_iam_role: role("sagemaker.amazonaws.com"), ...full }, ["IAM206 error"]],
    [
      "a function that also starts jobs",
      {
        aws_iam_role: role(),
        ...full,
        ...inline(
          allow(
            "sagemaker:CreateTrainingJob",
            "arn:aws:sagemaker:us-east-1:111122223333:training-job/dogs-*",
          ),
        ),
      },
      ["IAM206 error"],
    ],
    ["read access", { aws_iam_role: role(), ...attach("AmazonSageMakerReadOnly") }, []],
    [
      "everything in the account",
      { aws_iam_role: role(), ...attach("AdministratorAccess") },
      ["IAM206 error"],
    ],
    [
      "full access that is denied again",
      { aws_iam_role: role(), ...full, ...inline(deny("sagemaker:*")) },
      ["IAM206 error"],
    ],
    [
      "invoke-only on one endpoint",
      { aws_iam_role: role(), ...inline(allow("sagemaker:InvokeEndpoint", endpointArn)) },
      [],
    ],
  ])("not %s", (_, resource, expected) => {
    expect(verdicts(breadthOfTerraform(resource))).toEqual(expected);
  });
});

describe("the fix is the invoke-only statement", () => {
  const statement = (resource: string) => ({
    Effect: "Allow",
    Action: "sagemaker:InvokeEndpoint",
    Resource: resource,
  });
  const fixOf = (resource: Record<string, unknown>) =>
    resultsOf(fullAccessToInvoke, { aws_iam_role: role(), ...full, ...resource })[0]?.fix;
  const endpoint = (name: string) => ({ name, endpoint_config_name: "c" });

  test("on the endpoint that the input declares", () => {
    const fix = fixOf({ aws_sagemaker_endpoint: { e: endpoint("classifier") } });
    expect(fix?.suggestion).toEqual(statement("${aws_sagemaker_endpoint.e.arn}"));
    expect(fix?.description).toContain('"classifier"');
  });

  test("on the endpoint that a policy names", () => {
    const other = {
      aws_iam_role_policy: {
        o: { role: "other", policy: JSON.stringify(policy(allow("sagemaker:InvokeEndpoint", endpointArn))) },
      },
    };
    expect(fixOf(other)?.suggestion).toEqual(statement(endpointArn));
  });

  test("on the endpoint that the function is told of, whose region and account are marked", () => {
    const environment = { variables: { ENDPOINT_NAME: "classifier", AWS_ENDPOINT: "https://example.com" } };
    const fix = fixOf({ aws_lambda_function: { f: { function_name: "f", environment: [environment] } } });
    expect(fix?.suggestion).toEqual(statement("arn:aws:sagemaker:<region>:<account>:endpoint/classifier"));
    expect(fix?.description).toContain("fill in");
  });

  test("on a marked place where none is known, or more than one", () => {
    const two = { aws_sagemaker_endpoint: { a: endpoint("a"), b: endpoint("b") } };
    for (const resource of [{}, two]) {
      const fix = fixOf(resource);
      expect(fix?.suggestion).toEqual(statement(endpointPlaceholder));
      expect(fix?.description).toContain("fill in");
    }
  });

  test("and has no finding itself", () => {
    expect(
      lint([{ file: "p.json", content: JSON.stringify(policy(statement(endpointArn))) }]).findings,
    ).toEqual([]);
  });
});

describe("IAM208 names invocation of every endpoint", () => {
  test.each<[string, string | string[], string, string[]]>([
    ["on everything", "sagemaker:InvokeEndpoint", "*", ["IAM208 warning"]],
    ["on all endpoints", "sagemaker:InvokeEndpoint", "arn:aws:sagemaker:*:*:endpoint/*", ["IAM208 warning"]],
    [
      "asynchronous and streamed too",
      ["sagemaker:InvokeEndpointAsync", "sagemaker:InvokeEndpointWithResponseStream"],
      "*",
      ["IAM208 warning"],
    ],
    ["by a pattern", "sagemaker:InvokeEndpoint*", "*", ["IAM208 warning"]],
    ["by a pattern, of one endpoint", "sagemaker:InvokeEndpoint*", endpointArn, ["IAM202 info"]],
    ["of one endpoint", "sagemaker:InvokeEndpoint", endpointArn, []],
    ["of endpoints by name", "sagemaker:InvokeEndpoint", "arn:aws:sagemaker:*:*:endpoint/dogs-*", []],
  ])("%s", (_, action, resource, expected) => {
    expect(breadth(allow(action, resource))).toEqual(expected);
  });

  test("with the statement that is right", () => {
    const [result] = resultsOf(invokeEndpointOnStar, {
      aws_iam_role_policy: {
        p: { role: "r", policy: JSON.stringify(policy(allow("sagemaker:InvokeEndpoint"))) },
      },
      aws_sagemaker_endpoint: { e: { name: "classifier" } },
    });
    expect(result?.fix?.suggestion).toMatchObject({ Resource: "${aws_sagemaker_endpoint.e.arn}" });
  });
});

describe("IAM210 names managed policies of the wrong service", () => {
  test.each([
    [
      "AmazonMachineLearningManageRealTimeEndpointOnlyAccess",
      "allow sagemaker:InvokeEndpoint on that endpoint's ARN",
    ],
    [
      "AmazonMachineLearningRealTimePredictionOnlyAccess",
      "allow sagemaker:InvokeEndpoint on that endpoint's ARN",
    ],
    ["AmazonMachineLearningFullAccess", "allow the sagemaker actions that are used"],
  ])("%s", (name, right) => {
    const findings = breadthOfTerraform({ aws_iam_role: role(), ...attach(name) });
    expect(verdicts(findings)).toEqual(["IAM210 warning"]);
    expect(findings[0]?.message).toContain(
      `${name} on role aws_iam_role.fn is for Amazon Machine Learning, not for SageMaker`,
    );
    expect(findings[0]?.message).toContain(right);
  });

  test("SageMaker's own policies are not", () => {
    const results = breadthOfTerraform({ aws_iam_role: role(), ...attach("AmazonSageMakerReadOnly") });
    expect(results).toEqual([]);
  });
});

test("each of two configurations that are linted together keeps its own endpoint", () => {
  const stack = (name: string) =>
    JSON.stringify({
      resource: {
        aws_iam_role: role(),
        ...full,
        aws_sagemaker_endpoint: { [name]: { name, endpoint_config_name: "c" } },
      },
    });
  const { proposals } = lint([
    { file: "stacks/a/cdk.tf.json", content: stack("first") },
    { file: "stacks/b/cdk.tf.json", content: stack("second") },
  ]);
  const own = proposals.filter(({ finding }) => finding.ruleId === "IAM209");
  expect(own.map(({ fix }) => fix.suggestion)).toMatchObject([
    { Resource: "${aws_sagemaker_endpoint.first.arn}" },
    { Resource: "${aws_sagemaker_endpoint.second.arn}" },
  ]);
});
