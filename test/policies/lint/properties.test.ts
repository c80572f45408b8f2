import fc from "fast-check";
import type { Finding } from "../../../policies/lint";
import { escalationPaths, otherRoleUses } from "../../../policies/lint/model/escalation-paths";
import { allow, lambdaTrust, lintFiles, lintStatements, policy } from "./helpers";

// Printed, so that a failure can be repeated: LINT_SEED=… npx jest test/policies/lint/properties
const seed = Number(process.env["LINT_SEED"] ?? Date.now() % 2 ** 31);

beforeAll(() => process.stdout.write(`properties.test.ts: seed ${seed}\n`));

const role = "arn:aws:iam::111122223333:role/app";
const services = ["lambda", "glue", "sagemaker", "ec2", "ssm"].map((name) => `${name}.amazonaws.com`);

const paths = [...escalationPaths(), ...otherRoleUses].map(({ actions }) => actions);
const action = fc.constantFrom(
  ...new Set(paths.flat()),
  ...[
    "iam:*",
    "iam:Pass*",
    "iam:Attach*",
    "iam:*User*",
    "sts:*",
    "lambda:*",
    "sagemaker:*",
    "s3:*",
    "s3:Get*",
    "*",
  ],
  ...[
    "s3:PutBucketPolicy",
    "s3:PutObject",
    "sqs:AddPermission",
    "sqs:*",
    "kms:Decrypt",
    "sagemaker:InvokeEndpoint",
  ],
);
const resource = fc.constantFrom(
  ...["*", "*", "*", "arn:*", role, "arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:role/*"],
  ...["arn:aws:s3:::photos/*", "arn:aws:lambda:eu-west-1:111122223333:function:one"],
);
const condition = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc
    .record({
      operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringLike"),
      values: fc.subarray(services, { minLength: 1, maxLength: 2 }),
    })
    .map(({ operator, values }) => ({ Condition: { [operator]: { "iam:PassedToService": values } } })),
  fc.constant({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
);

interface Part {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly condition: object;
}

const allowed = ({ actions, resource: on, condition: when }: Part) => ({ ...allow(actions, on), ...when });
const denied = ({ actions, resource: on, condition: when }: Part, isExcept: boolean) => ({
  Effect: "Deny",
  Action: actions,
  [isExcept ? "NotResource" : "Resource"]: on,
  ...when,
});

/** Statements around one path, so that what one grants often is what another one lacks; with anything else among it. */
const drawn = fc.constantFrom(...paths).chain((path) => {
  const part: fc.Arbitrary<Part> = fc.record({
    actions: fc.oneof(
      { weight: 4, arbitrary: fc.subarray([...path], { minLength: 1 }) },
      action.map((one) => [one]),
    ),
    resource,
    condition,
  });
  const deny = fc.tuple(part, fc.boolean()).map(([one, isExcept]) => denied(one, isExcept));
  return fc.record({
    allows: fc.array(part.map(allowed), { minLength: 1, maxLength: 3 }),
    denies: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(deny, { maxLength: 2 })),
    more: part.map(allowed),
  });
});

const runs = { seed, numRuns: Number(process.env["LINT_RUNS"] ?? 400) };

/** Findings on permissions: whether names are right and files small enough is another matter. */
const onPermissions = (findings: readonly Finding[]) =>
  findings.filter(({ ruleId }) => /^IAM[23]/.test(ruleId));

function worst(findings: readonly Finding[]): string {
  const severities = new Set(onPermissions(findings).map(({ severity }) => severity));
  return ["error", "warning", "info"].find((severity) => severities.has(severity as never)) ?? "none";
}

/** One role with an inline policy for each list. */
function ofRole(...policies: readonly (readonly unknown[])[]): readonly Finding[] {
  const inline = policies.map((list, index) => [
    `p${index}`,
    { role: "${aws_iam_role.app.id}", policy: JSON.stringify(policy(...list)) },
  ]);
  const resource = {
    aws_iam_role: { app: { name: "app", assume_role_policy: JSON.stringify(lambdaTrust) } },
    aws_iam_role_policy: Object.fromEntries(inline) as unknown,
  };
  return lintFiles({ "main.tf.json": { resource } }).findings;
}

test("one more Allow never takes the last error away", () => {
  fc.assert(
    fc.property(drawn, ({ allows, denies, more }) => {
      const some = [...allows, ...denies];
      fc.pre(worst(lintStatements(...some)) === "error");
      expect(worst(lintStatements(...some, more))).toBe("error");
    }),
    runs,
  );
});

test("a policy that is split over two of one role is as severe", () => {
  fc.assert(
    fc.property(drawn, fc.nat({ max: 3 }), ({ allows, denies, more }, at) => {
      const all = [...allows, more, ...denies];
      const cut = 1 + Math.min(at, all.length - 2);
      expect(worst(ofRole(all.slice(0, cut), all.slice(cut)))).toBe(worst(ofRole(all)));
    }),
    runs,
  );
});
