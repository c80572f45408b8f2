import * as fs from "node:fs";
import * as path from "node:path";
import { Construct } from "constructs";
import { base64Length, filledScript, knownScriptBytes } from "../../../modules/shared/script";
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "../../../modules/shared/tf";
import { stackRoot } from "../../helpers/stack";
import { temporaryFolder } from "../../helpers/temporary";

/** Everything that a template language could trip over. */
const HARD = [
  "#!/bin/bash",
  'echo "${HOME:-none}" "$1" %{if} %%{x} $${y} `date` \\n \\" \'',
  "awk '{ print $1 }' <<<\"a@b @ @x@\"",
  "é €",
  "",
].join("\n");

function file(text: string): string {
  const target = path.join(temporaryFolder(), "script.sh");
  fs.writeFileSync(target, text);
  return target;
}

it("leaves the script as it is, but for its placeholders, whatever the values are", async () => {
  const script = file(`${HARD}name='@@NAME@@' again='@@NAME@@' other='@@OTHER@@' number=@@NUMBER@@\n`);
  const root = await stackRoot((stack) => {
    const later = new TerraformVariable(stack, "later", { type: "string", default: "@@NAME@@ ${x} %{y}" });
    const values = { NAME: "dogs", OTHER: later.stringValue, NUMBER: "5" };
    new TerraformOutput(stack, "text", {
      value: filledScript(stack, { id: "script", file: script, values }),
    });
  });
  root.apply();
  // A value that looks like a placeholder is not filled again.
  expect(root.outputs()["text"]).toBe(
    `${HARD}name='dogs' again='dogs' other='@@NAME@@ \${x} %{y}' number=5\n`,
  );
});

it("refuses a script and values that do not name the same placeholders, and names both sides", () => {
  const scope = new Construct(new TerraformStack(new App({ outdir: temporaryFolder() }), "s"), "host");
  const wrong = { id: "script", file: file("a='@@A@@' b='@@B@@'"), values: { A: "1", C: "3" } };
  expect(() => filledScript(scope, wrong)).toThrow(
    /s\/host: .*script\.sh and its values differ: without a value: B; not in the script: C\./,
  );
});

it("knows the size in bytes, without what Terraform alone knows", () => {
  const script = file("x='@@A@@'@@B@@");
  expect(knownScriptBytes({ file: script, values: { A: "é", B: "${TfToken[TOKEN.1]}!" } })).toBe(4 + 2 + 1);
});

it.each([0, 1, 2, 3, 4, 100, 12288, 12289])("knows how long %i bytes are in Base64", (bytes) => {
  expect(base64Length(bytes)).toBe(Buffer.alloc(bytes).toString("base64").length);
});
