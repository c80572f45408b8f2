/** What the printer writes, read by Terraform itself: the same values, and nothing for `terraform fmt` to do. */
import * as fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { attribute, blockLines } from "../../../../../modules/shared/export/hcl/block";
import { attributeLines } from "../../../../../modules/shared/export/hcl/layout";
import { temporaryFolder } from "../../../../helpers/temporary";
import { terraformRoot } from "../../../../helpers/terraform";

const VALUES = 150;
const SEED = 20261121;

// Terraform normalises strings (NFC) and has no lone surrogates; both are its own, not the printer's.
const text = fc
  .oneof(
    fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom("a", '"', "\\", "\n", "{", "}", "[", "(", "%", "$$${", "%%{", "=", ",", " "),
    }),
    fc
      .array(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), { minLength: 2, maxLength: 5 })
      .map((lines) => `${lines.join("\n")}\n`),
  )
  // A template in Terraform JSON, so only escaped; the escapes are taken away again when comparing.
  .map((value) => value.replace(/\$+\{/g, "$$${").replace(/%+\{/g, "%%{"));
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.stringMatching(/^[A-Za-z_][\w-]{0,12}$/), text, fc.constant("for")),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
}));

const unescaped = (value: unknown): unknown => {
  if (typeof value === "string") return value.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [unescaped(key), unescaped(item)]));
};

it("gives Terraform the values that went in, formatted", async () => {
  const values = fc.sample(json, { numRuns: VALUES, seed: SEED });
  const root = temporaryFolder();
  const locals = attributeLines(values.map((value, index) => attribute(`value_${index}`, value)));
  const output = attributeLines([
    attribute("value", `\${[${values.map((_v, index) => `local.value_${index}`).join(", ")}]}`),
  ]);
  const lines = [...blockLines("locals", locals), "", ...blockLines('output "values"', output)];
  fs.writeFileSync(path.join(root, "main.tf"), `${lines.join("\n")}\n`);
  const terraform = await terraformRoot(root);
  terraform.fmtCheck();
  terraform.apply();
  expect(terraform.outputs().values).toEqual(values.map(unescaped));
});
