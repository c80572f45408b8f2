import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lintFiles } from "./helpers";

const folder = join(__dirname, "fixtures/hard");
const cases = readdirSync(folder)
  // Duplicate keys cannot be carried through a parsed value.
  .filter((file) => !file.startsWith("19_"))
  .map((file): [string, string] => [file, readFileSync(join(folder, file), "utf8")]);

type Statement = Record<string, unknown>;

const attributes: Record<string, string> = {
  Effect: "effect",
  Action: "actions",
  NotAction: "not_actions",
  Resource: "resources",
  NotResource: "not_resources",
};

/** The policy as a data block; conditions only matter by being there. */
function asDataBlock(text: string) {
  const { Version, Statement } = JSON.parse(text) as { Version: string; Statement: Statement[] };
  const statement = Statement.map((one) => {
    const block = Object.entries(one).flatMap(([key, value]) => {
      const attribute = attributes[key];
      if (attribute === undefined) return [];
      const escaped = JSON.parse(JSON.stringify(value).replaceAll("${", "&{")) as unknown;
      return [[attribute, attribute === "effect" ? escaped : [escaped].flat()]];
    });
    const condition =
      one["Condition"] === undefined ? {} : { condition: [{ test: "x", variable: "y", values: ["z"] }] };
    return { ...(Object.fromEntries(block) as object), ...condition };
  });
  return { aws_iam_policy_document: { d: { version: Version, statement } } };
}

const inputs: Record<string, (text: string) => Record<string, unknown>> = {
  "the policy file, compact": (text) => ({ "p.json": JSON.stringify(JSON.parse(text)) }),
  "a string in Terraform JSON": (text) => ({
    "cdk.tf.json": { resource: { aws_iam_policy: { p: { policy: text.replaceAll("${", "$${") } } } },
  }),
  "an inline policy": (text) => ({
    "cdk.tf.json": {
      resource: { aws_iam_role: { r: { inline_policy: [{ policy: text.replaceAll("${", "$${") }] } } },
    },
  }),
  "a data block": (text) => ({
    "main.tf.json": {
      data: asDataBlock(text),
      resource: { aws_iam_policy: { p: { policy: "${data.aws_iam_policy_document.d.json}" } } },
    },
  }),
  "a plan": (text) => ({
    "plan.json": {
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_iam_policy.p",
              type: "aws_iam_policy",
              mode: "managed",
              values: { policy: text },
            },
          ],
        },
      },
    },
  }),
};

/** All but the place: a data block always has lists, so the index of a single entry is left out. */
function essence(files: Record<string, unknown>) {
  return lintFiles(files).findings.map(({ ruleId, severity, message, pointer }) => ({
    ruleId,
    severity,
    message,
    pointer: pointer.replace(/(Action|Resource)\/0$/, "$1"),
  }));
}

describe.each(cases)("%s gives the same findings through", (_, text) => {
  test.each(Object.entries(inputs))("%s", (__, wrap) => {
    expect(essence(wrap(text))).toEqual(essence({ "p.json": text }));
  });
});

test("some of these have findings", () => {
  expect(cases.filter(([, text]) => essence({ "p.json": text }).length > 0).length).toBeGreaterThanOrEqual(5);
});
