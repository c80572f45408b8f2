/** One policy as each input would hold it. */
import {
  snapshotFormat,
  snapshotVersion,
  type AccountSnapshot,
} from "../../../policies/lint/account/snapshot";

type Files = Record<string, unknown>;
type Statement = Record<string, unknown>;

interface Document {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** In Terraform JSON, `${` is Terraform's. */
const escapeTemplates = (text: string): string => text.replaceAll("${", () => "$${");

const terraform = (resource: object, data?: object): Files => ({ "main.tf.json": { resource, data } });

const policyResource = (policy: string): object => ({ aws_iam_policy: { p: { policy } } });

const parse = (text: string): Document => JSON.parse(text) as Document;

const plannedPolicy = (address: string, policy: string): object => ({
  address,
  type: "aws_iam_policy",
  mode: "managed",
  name: "p",
  values: { policy },
});

const plan = (rootModule: object): object => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: rootModule },
});

/** Inputs that hold the text of the policy itself, with all that a parsed value would lose. */
export const textInputs: Readonly<Record<string, (text: string) => Files>> = {
  "a string in Terraform JSON": (text) => terraform(policyResource(escapeTemplates(text))),
  "an inline policy": (text) =>
    terraform({ aws_iam_role: { r: { inline_policy: [{ policy: escapeTemplates(text) }] } } }),
  "a policy that is attached to a role": (text) =>
    terraform({
      aws_iam_role: { r: { name: "r" } },
      ...policyResource(escapeTemplates(text)),
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.p.arn}" },
      },
    }),
  "a local value": (text) => ({
    "main.tf.json": {
      locals: { document: escapeTemplates(text) },
      resource: policyResource("${local.document}"),
    },
  }),
  "a plan": (text) => ({ "plan.json": plan({ resources: [plannedPolicy("aws_iam_policy.p", text)] }) }),
  "a plan's child module with a count": (text) => ({
    "plan.json": plan({
      child_modules: [
        {
          address: 'module.a["k.x"]',
          child_modules: [
            {
              address: 'module.a["k.x"].module.b',
              resources: [plannedPolicy('module.a["k.x"].module.b.aws_iam_policy.p[0]', text)],
            },
          ],
        },
      ],
    }),
  }),
  "a plan in UTF-16": (text) => {
    const written = JSON.stringify(plan({ resources: [plannedPolicy("aws_iam_policy.p", text)] }));
    return { "plan.json": new Uint8Array(Buffer.from(`\uFEFF${written}`, "utf16le")) };
  },
  "a state": (text) => ({
    "state.json": {
      format_version: "1.0",
      terraform_version: "1.11.4",
      values: { root_module: { resources: [plannedPolicy("aws_iam_policy.p", text)] } },
    },
  }),
};

/** Inputs that hold the policy's parts in a form of their own. */
export const valueInputs: Readonly<Record<string, (text: string) => Files>> = {
  "the policy file, compact": (text) => ({ "p.json": JSON.stringify(parse(text)) }),
  "the policy file, indented": (text) => ({ "p.json": JSON.stringify(parse(text), null, 4) }),
  "a data block": (text) =>
    terraform(policyResource("${data.aws_iam_policy_document.d.json}"), dataBlock(parse(text))),
  "an override document of a data block": (text) => {
    const { aws_iam_policy_document: blocks } = dataBlock(parse(text));
    return terraform(policyResource("${data.aws_iam_policy_document.outer.json}"), {
      aws_iam_policy_document: {
        ...blocks,
        outer: {
          version: parse(text).Version,
          override_policy_documents: ["${data.aws_iam_policy_document.d.json}"],
        },
      },
    });
  },
  "jsonencode of an object": (text) =>
    terraform(policyResource(`\${jsonencode(${expression(parse(text))})}`)),
  "a snapshot of an account": (text) => ({ "account.json": snapshot(parse(text)) }),
};

/** The value in Terraform's language. */
function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
  if (typeof value !== "object" || value === null) return escapeTemplates(JSON.stringify(value));
  return `{\n${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)} = ${expression(inner)}`)
    .join("\n")}\n}`;
}

const attributes: Readonly<Record<string, string>> = {
  Action: "actions",
  NotAction: "not_actions",
  Resource: "resources",
  NotResource: "not_resources",
};

const listOf = (value: Document["Statement"]): readonly Statement[] =>
  Array.isArray(value) ? (value as readonly Statement[]) : [value as Statement];

function dataBlock({ Version: version, Statement: statements }: Document) {
  // The provider takes `&{` for IAM's variables in the newer version only.
  const sign = version === "2008-10-17" ? "$${" : "&{";
  const strings = (value: unknown): unknown =>
    [value].flat().map((text: unknown) => String(text).replaceAll("${", () => sign));
  const statement = listOf(statements).map(({ Sid, Effect, Condition = {}, ...rest }) => ({
    sid: Sid,
    effect: Effect,
    ...Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [attributes[key] ?? key, strings(value)]),
    ),
    condition: Object.entries(Condition as object).flatMap(([test, keys]) =>
      Object.entries(keys as object).map(([variable, values]) => ({
        test,
        variable,
        values: strings(values),
      })),
    ),
  }));
  return { aws_iam_policy_document: { d: { version, statement } } };
}

function snapshot(document: Document): AccountSnapshot {
  const account = "111122223333";
  const time = "2026-11-01T00:00:00.000Z";
  const arn = `arn:aws:iam::${account}:policy/p`;
  return {
    format: snapshotFormat,
    version: snapshotVersion,
    accountId: account,
    collectedAt: time,
    regions: { names: ["eu-central-1"], all: true },
    roles: [],
    users: [],
    groups: [
      {
        arn: `arn:aws:iam::${account}:group/g`,
        name: "g",
        path: "/",
        createdAt: time,
        inlinePolicies: [],
        attachedPolicies: [arn],
      },
    ],
    managedPolicies: [
      { arn, name: "p", createdAt: time, updatedAt: time, attachmentCount: 1, boundaryCount: 0, document },
    ],
    functions: [],
    root: null,
    serviceUse: [],
    missing: [],
  };
}
