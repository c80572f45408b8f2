/** Arbitrary inputs for property-based tests of the linter. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hardCases } from "./hard-cases";
import { textInputs, valueInputs } from "./parity-inputs";

const deployments = join(__dirname, "fixtures/reference-deployments");

export const policyTexts = hardCases().map(([, text]) => text);

/** Terraform files, plans, a state and a snapshot with such policies in them, and whole deployments. */
export const fileTexts = [
  ...readdirSync(deployments).map((file) => readFileSync(join(deployments, file), "utf8")),
  ...Object.values({ ...textInputs, ...valueInputs }).flatMap((wrap) =>
    policyTexts.slice(0, 5).flatMap((text) =>
      Object.values(wrap(text))
        .filter((content) => !(content instanceof Uint8Array))
        .map((content) => (typeof content === "string" ? content : JSON.stringify(content, null, 1))),
    ),
  ),
];

/** Pieces that readers trip over. */
const pieces = [
  ...'{}[],:"\\*#',
  "${",
  "$${",
  "%{",
  "&{",
  "null",
  "1e999",
  "<<EOT\n",
  "/*",
  "//",
  "\uE000",
  "\uFEFF",
  "\u0000",
  "\uD800",
  "jsonencode(",
  "local.a",
  "each.value",
  "\\u00",
  '"__proto__":',
  '"constructor":',
  '"Statement":',
];

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly insert: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 12 }),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
});

/** One of the texts with a few places changed. */
export function mutated(originals: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([text, mutations]) =>
      mutations.reduce((current, { at, cut, insert }) => {
        const start = Math.floor(at * current.length);
        return current.slice(0, start) + insert + current.slice(start + cut);
      }, text),
    );
}

/** One of the texts as bytes, a few of them changed: most are no valid UTF-8 or UTF-16 any more. */
export function mutatedBytes(originals: readonly string[]): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 }));
  const encoding = fc.constantFrom("utf8", "utf16le", "latin1" as const);
  return fc
    .tuple(fc.constantFrom(...originals), encoding, fc.array(change, { maxLength: 4 }))
    .map(([text, name, changes]) => {
      const bytes = new Uint8Array(Buffer.from(text, name));
      for (const [at, byte] of changes) bytes[Math.floor(at * bytes.length)] = byte;
      return bytes;
    });
}

const keys = [
  ..."Version Id Statement Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition".split(
    " ",
  ),
  ..."StringEquals Bool AWS Service aws:SourceArn action effect statement d p x //".split(" "),
  ..."resource data locals variable module terraform output policy inline_policy assume_role_policy".split(
    " ",
  ),
  ..."aws_iam_policy aws_iam_policy_document aws_iam_role aws_iam_role_policy_attachment aws_lambda_permission".split(
    " ",
  ),
  ..."actions resources principals condition source_policy_documents dynamic content for_each count role policy_arn".split(
    " ",
  ),
  ..."planned_values format_version root_module child_modules resources address type mode values resource_changes".split(
    " ",
  ),
  ..."change after_unknown configuration prior_state roles users groups managedPolicies document trustPolicy".split(
    " ",
  ),
  "__proto__",
  "constructor",
  "toString",
  "policy-lint",
];

const leaves: readonly unknown[] = [
  "*",
  "s3:*",
  "Allow",
  "2012-10-17",
  "1.2",
  "aws_iam_policy.p",
  "aws_iam_policy",
  "${var.x}",
  "${local.d}",
  "${each.value}",
  "${data.aws_iam_policy_document.d.json}",
  "${aws_iam_role.x.name}",
  "${jsonencode({ Statement = [] })}",
  '{"Statement":[{}]}',
  "",
  0,
  1,
  null,
  true,
];

/** JSON that is well formed, but holds anything in any place of a policy, a Terraform file, a plan or a snapshot. */
export const strange: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...leaves),
    fc.array(tie("value"), { maxLength: 3 }),
    // As a list of entries: an object literal could not hold "__proto__".
    fc
      .array(fc.tuple(fc.constantFrom(...keys), tie("value")), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;
