import { readSources } from "../../../../policies/lint/sources";
import { allow, lambdaTrust, policy, verdicts } from "../helpers";
import { readFiles } from "./support";

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Record<string, unknown>;
  readonly unknown?: Record<string, unknown>;
  readonly references?: Record<string, readonly string[]>;
}

/** A plan as `terraform show -json` prints it (format 1.2), of resources in the root module. */
function plan(...resources: readonly Resource[]) {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {
      root_module: {
        resources: resources.map(({ address, type, values }) => ({
          address,
          type,
          mode: "managed",
          name: "x",
          values,
        })),
      },
    },
    resource_changes: resources.map(({ address, type, values, unknown = {} }) => ({
      address,
      type,
      mode: "managed",
      change: { actions: ["create"], before: null, after: values, after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address, references = {} }) => ({
          address: address.replace(/\[[^\]]*\]/g, ""),
          expressions: Object.fromEntries(
            Object.entries(references).map(([key, list]) => [key, { references: list }]),
          ),
        })),
      },
    },
  };
}

const bad = JSON.stringify(policy(allow("kms:*")));
const lintPlan = (document: unknown) => readFiles({ "plan.json": document }).findings;

test("policies, with the address of the instance", () => {
  const resource = { address: 'aws_iam_policy.p["k"]', type: "aws_iam_policy", values: { policy: bad } };
  expect(lintPlan(plan(resource))).toMatchObject([{ ruleId: "IAM202", resource: 'aws_iam_policy.p["k"]' }]);
});

test("policies of child modules", () => {
  const document = {
    format_version: "1.2",
    planned_values: {
      root_module: {
        child_modules: [
          {
            address: "module.a[0]",
            child_modules: [
              {
                address: "module.a[0].module.b",
                resources: [
                  {
                    address: "module.a[0].module.b.aws_iam_policy.p",
                    type: "aws_iam_policy",
                    mode: "managed",
                    values: { policy: bad },
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  };
  expect(lintPlan(document)).toMatchObject([{ resource: "module.a[0].module.b.aws_iam_policy.p" }]);
});

test("in a plan, ${ is IAM's", () => {
  const text = JSON.stringify(policy(allow("iam:Attach*Policy", "arn:aws:iam::1:user/${aws:username}")));
  const [finding] = lintPlan(
    plan({ address: "aws_iam_policy.p", type: "aws_iam_policy", values: { policy: text } }),
  );
  expect(finding?.message).toContain("user/${aws:username}");
});

test("a policy that is known after apply is not passed over", () => {
  const resource = {
    address: "aws_iam_policy.p",
    type: "aws_iam_policy",
    values: {},
    unknown: { policy: true },
  };
  expect(verdicts(lintPlan(plan(resource)))).toEqual(["IAM001 error"]);
});

test("an attachment whose ARN is known after apply is resolved by the configuration", () => {
  const findings = lintPlan(
    plan(
      {
        address: "aws_iam_role.r",
        type: "aws_iam_role",
        values: { name: "r", assume_role_policy: JSON.stringify(lambdaTrust) },
      },
      {
        address: "aws_iam_policy.p",
        type: "aws_iam_policy",
        values: { policy: bad },
        unknown: { arn: true },
      },
      {
        address: "aws_iam_role_policy_attachment.a",
        type: "aws_iam_role_policy_attachment",
        values: { role: "r" },
        unknown: { policy_arn: true },
        references: { policy_arn: ["aws_iam_policy.p.arn", "aws_iam_policy.p"] },
      },
    ),
  );
  expect(findings.map(({ ruleId, resource }) => [ruleId, resource])).toEqual([
    ["IAM202", "aws_iam_policy.p"],
    ["IAM206", "aws_iam_role_policy_attachment.a"],
  ]);
  expect(findings[1]?.message).toContain("which lambda.amazonaws.com assumes");
});

test("a data block that is read at apply gives its statements", () => {
  const address = "data.aws_iam_policy_document.d";
  const document = plan({
    address: "aws_iam_policy.p",
    type: "aws_iam_policy",
    values: {},
    unknown: { policy: true },
    references: { policy: [`${address}.json`, address] },
  });
  document.resource_changes.push({
    address,
    type: "aws_iam_policy_document",
    mode: "data",
    change: {
      actions: ["read"],
      before: null,
      after: { statement: [{ actions: ["kms:*"], effect: "Allow", resources: [null] }] },
      after_unknown: { json: true, statement: [{ resources: [true] }] },
    },
  });
  expect(lintPlan(document)).toMatchObject([{ ruleId: "IAM202", resource: "aws_iam_policy.p" }]);
});

test("an attachment's pointer finds it in the file, in child modules too", () => {
  const attachment = (address: string) => ({
    address,
    mode: "managed",
    type: "aws_iam_role_policy_attachment",
    name: "a",
    values: { role: "r", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  });
  const plan = {
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: [attachment("aws_iam_role_policy_attachment.a")],
        child_modules: [
          { address: "module.m", resources: [attachment("module.m.aws_iam_role_policy_attachment.a")] },
        ],
      },
    },
  };
  const at = (pointer: string) =>
    pointer
      .split("/")
      .slice(1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], plan);
  const { attachments } = readSources([{ file: "plan.json", content: JSON.stringify(plan) }]);
  expect(attachments.map(({ pointer }) => at(pointer))).toEqual([
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::aws:policy/AdministratorAccess",
  ]);
});
