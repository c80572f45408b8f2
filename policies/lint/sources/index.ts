import { dirname } from "node:path";
import { readPolicy } from "../model/read-policy";
import { Text } from "../model/text";
import type { Model, Policy, Problem } from "../model/types";
import { asList, knownString, member, type Value } from "../model/value";
import { decodeText } from "./decode";
import { JsonSyntaxError, parseJson } from "./json";
import { duplicateKeyProblem, ignored, partProblem, unreadable } from "./problems";
import { rolesOfPlan } from "./terraform/handed-out";
import { isSnapshot, snapshotModel } from "./snapshot";
import { ConfigurationModule, isSettingsFile } from "./terraform/configuration";
import { objects } from "./terraform/resource";
import { planResources } from "./terraform/plan";
import { readPlanned, readTerraform } from "./terraform/read-terraform";

/** A file as it was read, before anything is known of it. */
export interface Source {
  readonly file: string;
  /** Bytes or text; undefined when reading failed, with the reason in `error`. */
  readonly content: Uint8Array | string | undefined;
  readonly error?: string;
  /** Found in a folder instead of named: other JSON files are passed over, with a note. */
  readonly foundInFolder?: boolean;
}

/** Reads all sources into one model. It does no input or output and never throws on what a source holds. */
export function readSources(sources: readonly Source[]): Model {
  const reader = new SourceReader();
  for (const source of sources) reader.add(source);
  return reader.model(sources.map(({ file }) => file));
}

type Part = Omit<Model, "files" | "parts">;

class SourceReader {
  private readonly problems: Problem[] = [];
  private readonly policies: Policy[] = [];
  private readonly parts: Part[] = [];
  /** Files of one folder are one Terraform module: they refer to each other. */
  private readonly modules = new Map<string, ConfigurationModule>();

  add(source: Source): void {
    const text = this.decode(source);
    if (text === undefined) return;
    const start = { text, offset: 0 };
    if (isHcl(source.file)) {
      const message =
        "is written in Terraform's own language, which is not read here; lint `terraform show -json` of its plan";
      this.problems.push(source.foundInFolder ? partProblem(start, message) : unreadable(start, message));
      return;
    }
    try {
      this.addJson(source, text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      this.problems.push(unreadable(error.place, error.message));
    }
  }

  model(files: readonly string[]): Model {
    const configurations = [...this.modules.values()].map((module) => {
      const { scope } = module;
      return { ...readTerraform(module.resources(scope), scope), handedOut: module.handedOut };
    });
    const parts = [...this.parts, ...configurations];
    return {
      files,
      policies: [...this.policies, ...parts.flatMap((part) => part.policies)],
      principals: parts.flatMap((part) => part.principals),
      attachments: parts.flatMap((part) => part.attachments),
      problems: [...this.problems, ...parts.flatMap((part) => part.problems)],
      functions: parts.flatMap((part) => part.functions),
      endpoints: parts.flatMap((part) => part.endpoints ?? []),
      handedOut: parts.flatMap((part) => part.handedOut ?? []),
      parts,
      suppressions: parts.flatMap((part) => part.suppressions),
      accounts: parts.flatMap((part) => part.accounts),
    };
  }

  private decode({ file, content, error }: Source): Text | undefined {
    const empty = new Text(file, "");
    if (content === undefined) {
      this.problems.push(
        unreadable({ text: empty, offset: 0 }, `cannot be read: ${error ?? "unknown reason"}`),
      );
      return undefined;
    }
    try {
      return new Text(file, typeof content === "string" ? content : decodeText(content));
    } catch (reason) {
      this.problems.push(
        unreadable({ text: empty, offset: 0 }, `cannot be read: ${(reason as Error).message}`),
      );
      return undefined;
    }
  }

  private addJson(source: Source, text: Text): void {
    const literal = parseJson(text, "literal");
    const kind = kindOf(literal.value, source.file);
    const { value, duplicates } =
      kind === "configuration" ? parseJson(text.withTemplates(), "template") : literal;
    // Comments and provider blocks may repeat; what Terraform or IAM reads may not.
    for (const { key, place } of duplicates) this.problems.push(duplicateKeyProblem(key, place, null));
    const start = { text, offset: value.place.offset };
    switch (kind) {
      case "policy": {
        const policy = readPolicy(value, {
          kind: policyKind(value),
          resource: null,
          problems: this.problems,
        });
        if (policy !== undefined) this.policies.push(policy);
        return;
      }
      case "configuration":
        this.addConfiguration(source.file, value);
        return;
      case "plan":
        this.addPlan(value);
        return;
      case "account":
        this.parts.push(snapshotModel(value));
        return;
      case "settings":
        this.moduleOf(source.file).addSettings(value);
        return;
      case "nothing":
        return;
      case "state":
        this.problems.push(
          unreadable(
            start,
            "is Terraform's own state file, whose form changes; lint what `terraform show -json` prints",
          ),
        );
        return;
      case "other":
        if (holdsPolicies(value)) {
          const message =
            "seems to hold policies in a form that is not read here; give the documents themselves, or Terraform JSON";
          this.problems.push(source.foundInFolder ? partProblem(start, message) : unreadable(start, message));
        } else if (source.foundInFolder) {
          this.problems.push(
            ignored(start, "is neither a policy nor Terraform JSON; nothing in it was looked at."),
          );
        } else {
          const message = `is neither a policy ("Statement"), nor Terraform JSON ("resource"), nor a plan ("planned_values")`;
          this.problems.push(unreadable(start, message));
        }
    }
  }

  private addConfiguration(file: string, root: Value): void {
    this.moduleOf(file).addFile(root);
    for (const calls of objects(member(root, "module"))) {
      for (const { key, keyPlace } of calls.members) {
        const message = `module.${key} is called; what it makes is not part of this file. Lint the plan to see it.`;
        if (key !== "//") this.problems.push(ignored(keyPlace, message, { resource: `module.${key}` }));
      }
    }
  }

  private moduleOf(file: string): ConfigurationModule {
    const folder = dirname(file);
    const module = this.modules.get(folder) ?? new ConfigurationModule();
    this.modules.set(folder, module);
    return module;
  }

  private addPlan(root: Value): void {
    const version = knownString(member(root, "format_version")) ?? "";
    if (!/^1\./.test(version)) {
      const message = `has the plan format "${version}"; only versions 1.x are read (Terraform 1.1 and newer)`;
      this.problems.push(unreadable(root.place, message));
      return;
    }
    this.parts.push({ ...readPlanned(planResources(root)), handedOut: rolesOfPlan(root) });
  }
}

type Kind = "policy" | "configuration" | "settings" | "plan" | "account" | "state" | "nothing" | "other";

const configurationBlocks = [
  "resource",
  "data",
  "terraform",
  "provider",
  "module",
  "locals",
  "variable",
  "output",
];

function kindOf(value: Value, file: string): Kind {
  if (value.kind !== "object") return "other";
  if (isSettingsFile(file)) return "settings";
  if (isSnapshot(value)) return "account";
  const has = (key: string) => member(value, key) !== undefined;
  if (has("planned_values") || (has("format_version") && has("values"))) return "plan";
  if (value.members.some(({ key }) => key.toLowerCase() === "statement") || isPolicyVersion(value))
    return "policy";
  if (has("lineage") && has("terraform_version")) return "state";
  // CDKTF's own list of stacks stands beside what it synthesizes.
  if (has("stacks") && has("version")) return "nothing";
  if (file.endsWith(".tf.json") || configurationBlocks.some((block) => has(block) && block !== "output")) {
    return "configuration";
  }
  return "other";
}

function isPolicyVersion(value: Value): boolean {
  return (
    /^20\d\d-\d\d-\d\d$/.test(knownString(member(value, "Version")) ?? "") &&
    member(value, "Resources") === undefined
  );
}

/**
 * A file's own policy: with a principal in each statement it hangs on a resource, unless it only says who may assume a
 * role. Anything else is judged as an identity's, which is the stricter reading.
 */
function policyKind(value: Value): Policy["kind"] {
  // "statement" is a fault that is said; what it holds is looked at nonetheless.
  const key = keysOf(value).find((name) => name.toLowerCase() === "statement") ?? "Statement";
  const statements = asList(member(value, key));
  const hasPrincipal = (statement: Value) =>
    member(statement, "Principal") !== undefined || member(statement, "NotPrincipal") !== undefined;
  if (statements.length === 0 || !statements.every(hasPrincipal)) return "identity";
  const isTrust = statements.every((statement) => {
    const actions = asList(member(statement, "Action"));
    return actions.length > 0 && actions.every((action) => /^sts:/i.test(knownString(action) ?? ""));
  });
  return isTrust ? "trust" : "resource";
}

function keysOf(value: Value): string[] {
  return value.kind === "object" ? value.members.map(({ key }) => key) : [];
}

function holdsPolicies(value: Value): boolean {
  if (value.kind === "array") return value.items.some(holdsPolicies);
  if (value.kind === "string")
    return value.value.includes('"Statement"') || value.value.includes("%22Statement%22");
  if (value.kind !== "object") return false;
  return value.members.some(
    ({ key, value: inner }) => key === "Statement" || key === "assume_role_policy" || holdsPolicies(inner),
  );
}

function isHcl(file: string): boolean {
  return file.endsWith(".tf");
}
