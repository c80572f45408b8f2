import { readSources } from "../../../../policies/lint";
import { allow, lambdaTrust, policy } from "../helpers";

const text = (...statements: readonly unknown[]) => JSON.stringify(policy(...statements));
const read = allow("s3:GetObject", "arn:aws:s3:::b/*");
const write = allow("s3:PutObject", "arn:aws:s3:::b/*");

/** The model of one Terraform JSON file with these resources. */
function model(resource: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  return readSources([{ file: "main.tf.json", content: JSON.stringify({ resource, ...rest }) }]);
}

function principal(resource: Record<string, unknown>, address: string, rest?: Record<string, unknown>) {
  const found = model(resource, rest).principals.find(({ resource: name }) => name === address);
  if (found === undefined) throw new Error(`there is no principal ${address}`);
  return found;
}

const actionsOf = ({
  policies,
}: {
  policies: readonly { statements: readonly { actions?: readonly { value: string }[] }[] }[];
}) =>
  policies.flatMap(({ statements }) =>
    statements.flatMap(({ actions = [] }) => actions.map(({ value }) => value)),
  );

describe("what acts for a principal", () => {
  test("a role: inline blocks, inline policies, attached policies of the input, AWS managed policies by name", () => {
    const role = principal(
      {
        aws_iam_role: {
          r: {
            assume_role_policy: JSON.stringify(lambdaTrust),
            inline_policy: { name: "a", policy: text(allow("s3:ListBucket")) },
            managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonPollyFullAccess", "${aws_iam_policy.m.arn}"],
          },
        },
        aws_iam_role_policy: { p: { role: "${aws_iam_role.r.id}", policy: text(read) } },
        aws_iam_policy: { m: { policy: text(write) } },
      },
      "aws_iam_role.r",
    );
    expect(actionsOf(role).sort()).toEqual(["s3:GetObject", "s3:ListBucket", "s3:PutObject"]);
    expect(role.managedPolicies).toEqual(["AmazonPollyFullAccess"]);
    expect(role.trustedServices).toEqual(["lambda.amazonaws.com"]);
    expect(role.trust?.kind).toBe("trust");
  });

  test.each<[string, object]>([
    [
      "aws_iam_user_group_membership",
      { user: "${aws_iam_user.u.name}", groups: ["${aws_iam_group.g.name}"] },
    ],
    ["aws_iam_group_membership", { name: "m", group: "g", users: ["u"] }],
  ])("a user: also what the groups hold that %s puts it into", (type, membership) => {
    const resources = {
      aws_iam_user: { u: { name: "u" } },
      aws_iam_group: { g: { name: "g" } },
      aws_iam_user_policy: { own: { user: "u", policy: text(read) } },
      aws_iam_group_policy: { theirs: { group: "${aws_iam_group.g.name}", policy: text(write) } },
      aws_iam_group_policy_attachment: {
        a: { group: "g", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
      [type]: { m: membership },
    };
    const user = principal(resources, "aws_iam_user.u");
    expect(actionsOf(user)).toEqual(["s3:GetObject", "s3:PutObject"]);
    expect(user.managedPolicies).toEqual(["ReadOnlyAccess"]);
    // The group's own policy may be other users', too: what denies this user denies nobody else.
    const [own, theirs] = user.policies;
    expect(own?.siblings).toEqual([theirs]);
    expect(theirs?.siblings).toEqual([]);
  });

  test("a permission set: inline, and customers' policies by name", () => {
    const set = principal(
      {
        aws_ssoadmin_permission_set: { s: { name: "s" } },
        aws_ssoadmin_permission_set_inline_policy: {
          i: { permission_set_arn: "${aws_ssoadmin_permission_set.s.arn}", inline_policy: text(read) },
        },
        aws_ssoadmin_customer_managed_policy_attachment: {
          c: {
            permission_set_arn: "${aws_ssoadmin_permission_set.s.arn}",
            customer_managed_policy_reference: [{ name: "${aws_iam_policy.m.name}", path: "/" }],
          },
          n: {
            permission_set_arn: "${aws_ssoadmin_permission_set.s.arn}",
            customer_managed_policy_reference: { name: "other", path: "/teams/" },
          },
        },
        aws_iam_policy: {
          m: { name: "m", policy: text(write) },
          o: { name: "other", path: "/teams/", policy: text(allow("s3:ListBucket")) },
        },
      },
      "aws_ssoadmin_permission_set.s",
    );
    expect(actionsOf(set)).toEqual(["s3:GetObject", "s3:PutObject", "s3:ListBucket"]);
  });

  test("lists of aws_iam_policy_attachment, each principal once", () => {
    const { attachments, principals } = model({
      aws_iam_role: { r: { name: "r" } },
      aws_iam_policy_attachment: {
        a: {
          roles: ["${aws_iam_role.r.name}"],
          users: ["u"],
          groups: ["g"],
          policy_arn: "${aws_iam_policy.m.arn}",
        },
      },
      aws_iam_policy: { m: { policy: text(read) } },
    });
    expect(attachments.map((attachment) => attachment.principal?.resource)).toEqual([
      "aws_iam_role.r",
      "u",
      "g",
    ]);
    expect(principals.map(actionsOf)).toEqual([["s3:GetObject"], ["s3:GetObject"], ["s3:GetObject"]]);
  });

  test("exclusive lists repeat attachments, and are read where they are alone", () => {
    const resources = {
      aws_iam_role: { r: { name: "r" } },
      aws_iam_role_policy_attachment: {
        a: { role: "r", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
      aws_iam_role_policy_attachments_exclusive: {
        e: {
          role_name: "${aws_iam_role.r.name}",
          policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"],
        },
      },
      aws_iam_role_policies_exclusive: { n: { role_name: "r", policy_names: ["x"] } },
    };
    const { attachments, problems } = model(resources);
    expect(attachments.map(({ resource, policyArn }) => [resource, policyArn])).toEqual([
      ["aws_iam_role_policy_attachment.a", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
      ["aws_iam_role_policy_attachments_exclusive.e", "arn:aws:iam::aws:policy/IAMFullAccess"],
    ]);
    expect(problems).toEqual([]);
  });

  test("a data source: AWS's policy by name or ARN, and the role that the input makes by its name", () => {
    const role = principal(
      {
        aws_iam_role: { r: { name: "r" } },
        aws_iam_role_policy_attachment: {
          a: { role: "${data.aws_iam_role.r.name}", policy_arn: "${data.aws_iam_policy.byName.arn}" },
          b: { role: "${aws_iam_role.r.name}", policy_arn: "${data.aws_iam_policy.byArn.arn}" },
        },
      },
      "aws_iam_role.r",
      {
        data: {
          aws_iam_role: { r: { name: "r" } },
          aws_iam_policy: {
            byName: { name: "ReadOnlyAccess" },
            byArn: { arn: "arn:aws:iam::aws:policy/job-function/Billing" },
          },
        },
      },
    );
    expect(role.managedPolicies).toEqual(["ReadOnlyAccess", "Billing"]);
  });

  test.each([
    "${one(aws_iam_role.r[*].name)}",
    "${aws_iam_role.r[0].name}",
    "${try(aws_iam_role.r[0].name, null)}",
    '${join("", aws_iam_role.r.*.name)}',
  ])("a role with a count is found by %s", (reference) => {
    const role = principal(
      {
        aws_iam_role: { r: { count: "${var.make ? 1 : 0}" } },
        aws_iam_role_policy: { p: { role: reference, policy: text(read) } },
      },
      "aws_iam_role.r",
    );
    expect(actionsOf(role)).toEqual(["s3:GetObject"]);
  });
});

describe("permissions boundaries", () => {
  const boundary = (value: unknown, rest: Record<string, unknown> = {}) =>
    model({ aws_iam_role: { r: { permissions_boundary: value } }, ...rest });

  test("none", () => {
    expect(boundary(null).principals[0]?.boundary).toBeNull();
    expect(boundary("").principals[0]?.boundary).toBeNull();
  });

  test("a customer's policy of the input, which then grants nothing", () => {
    const { principals, policies } = boundary("${aws_iam_policy.b.arn}", {
      aws_iam_policy: { b: { policy: text(read) } },
    });
    expect(principals[0]?.boundary).toBe(policies[0]);
    expect(policies[0]?.kind).toBe("limit");
    expect(principals[0]?.policies).toEqual([]);
  });

  test("a policy that is attached as well keeps granting", () => {
    const { principals, policies } = boundary("${aws_iam_policy.b.arn}", {
      aws_iam_policy: { b: { policy: text(read) } },
      aws_iam_user_policy_attachment: { a: { user: "u", policy_arn: "${aws_iam_policy.b.arn}" } },
    });
    expect(policies[0]?.kind).toBe("identity");
    expect(principals[0]?.boundary).toBe(policies[0]);
  });

  test.each([
    "${var.boundary}",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:iam::111122223333:policy/b",
  ])("%s is there, and not part of the input", (arn) => {
    const { principals, problems } = boundary(arn);
    expect([principals[0]?.boundary, problems]).toEqual(["unknown", []]);
  });

  test("of a permission set", () => {
    const { principals, policies } = model({
      aws_ssoadmin_permission_set: { s: { name: "s" } },
      aws_ssoadmin_permissions_boundary_attachment: {
        b: {
          permission_set_arn: "${aws_ssoadmin_permission_set.s.arn}",
          permissions_boundary: [{ customer_managed_policy_reference: [{ name: "m" }] }],
        },
      },
      aws_iam_policy: { m: { name: "m", policy: text(read) } },
    });
    expect(principals[0]?.boundary).toBe(policies[0]);
  });
});

describe("functions", () => {
  test.each([
    ["${aws_iam_role.r.arn}", "aws_iam_role.r"],
    ["${local.role}", "aws_iam_role.r"],
    ["arn:aws:iam::111122223333:role/r", "aws_iam_role.r"],
    ["arn:aws:iam::111122223333:role/elsewhere", "arn:aws:iam::111122223333:role/elsewhere"],
    ["${data.terraform_remote_state.x.outputs.role}", null],
    ["${var.role}", null],
  ])("whose role is %s", (role, expected) => {
    const { functions } = model(
      { aws_iam_role: { r: { name: "r" } }, aws_lambda_function: { f: { function_name: "f", role } } },
      { locals: { role: "${aws_iam_role.r.arn}" } },
    );
    expect(functions).toMatchObject([{ resource: "aws_lambda_function.f", name: "f", role: expected }]);
  });
});

describe("suppressions beside resources", () => {
  test("stand beside what CDKTF notes there, one or several", () => {
    const entry = { rule: "IAM202", reason: "x" };
    const { suppressions, problems } = model({
      aws_iam_policy: {
        several: { "//": { metadata: { path: "s/p" }, "policy-lint": [entry, entry] }, policy: text(read) },
        one: { "//": { "policy-lint": entry }, policy: text(read) },
        none: { "//": "only a remark", policy: text(read) },
      },
    });
    expect(suppressions.map(({ resource }) => resource)).toEqual([
      "aws_iam_policy.several",
      "aws_iam_policy.several",
      "aws_iam_policy.one",
    ]);
    expect(problems).toEqual([]);
  });
});

test("references in a circle end", () => {
  const circle = {
    role: "${aws_iam_role_policy_attachment.a.role}",
    policy_arn: "${aws_iam_role_policy_attachment.a.policy_arn}",
  };
  const { attachments, problems } = model({ aws_iam_role_policy_attachment: { a: circle } });
  expect(attachments).toEqual([]);
  expect(problems[0]?.message).toContain("known only when Terraform runs");
});
