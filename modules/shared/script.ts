/**
 * Scripts with placeholders `@@NAME@@`, filled in by Terraform. A script's own `$` and `%` never meet Terraform's templates,
 * because it is read from its file; so the text is the same through both doors, and the script stays checkable as it is.
 */
import { readFileSync } from "node:fs";
import type { Construct } from "constructs";
import { assetPath, onFile } from "./asset";
import { ref, TerraformLocal, TerraformStack } from "./tf";

/** Placeholder's name to its value: text, which may hold Terraform expressions. */
export type ScriptValues = Readonly<Record<string, string>>;

export interface Script {
  /** Unique in its scope, in snake_case; also the name of the exported file, with `.sh`. */
  readonly id: string;
  readonly file: string;
  readonly values: ScriptValues;
}

const PLACEHOLDER = /@@([A-Z0-9_]+)@@/g;

/**
 * The script's text with its values, as an expression.
 * @throws when the script and the values do not name the same placeholders
 */
export function filledScript(scope: Construct, script: Script): string {
  const wanted = placeholdersOf(readFileSync(script.file, "utf8"));
  const given = new Set(Object.keys(script.values));
  const missing = [...wanted].filter((name) => !given.has(name));
  const unknown = [...given].filter((name) => !wanted.has(name));
  if (missing.length || unknown.length)
    throw new Error(
      `${scope.node.path}: ${script.file} and its values differ: without a value: ${missing.join(", ") || "none"}; ` +
        `not in the script: ${unknown.join(", ") || "none"}.`,
    );
  const path = assetPath(scope, `${script.id}.sh`, script.file);
  const template = new TerraformLocal(scope, `${script.id}_template`, onFile(scope, "file", path));
  const values = new TerraformLocal(scope, `${script.id}_values`, script.values);
  // Split at the marks: every second part is a placeholder's name, and only those are looked up with success.
  const filled = `join("", [for part in split("@@", ${bare(template)}) : lookup(${bare(values)}, part, part)])`;
  return new TerraformLocal(scope, script.id, ref(filled, TerraformStack.of(scope))).asString;
}

/** `local.name`, for use inside a longer expression. */
const bare = (local: TerraformLocal) => `local.${local.friendlyUniqueId}`;

const placeholdersOf = (text: string): Set<string> =>
  new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] as string));

/**
 * The script's size in bytes as far as it is known before Terraform runs: expressions count nothing.
 * What Terraform alone knows is checked by a precondition at plan.
 */
export function knownScriptBytes({ file, values }: Pick<Script, "file" | "values">): number {
  const filled = readFileSync(file, "utf8").replace(PLACEHOLDER, (_all, name: string) =>
    (values[name] ?? "").replace(/\$\{[^}]*\}/g, ""),
  );
  return Buffer.byteLength(filled);
}

/** Base64 makes 4 characters of each 3 bytes, the last ones padded. */
export const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;
