import { createHash } from "node:crypto";
import { isAbsolute, posix, relative } from "node:path";
import type { Rule, RuleResult } from "./rules/rule";

/**
 * Tells findings apart by what is wrong, not by where it stands. A fault inside a policy is known by the JSON text that is
 * meant; any other one by its message without numbers and times, which grow from day to day.
 */
export class Fingerprints {
  private readonly seen = new Map<string, number>();
  private readonly contents: (() => readonly unknown[])[] = [];
  private readonly known: string[] = [];

  /** @param root folder that files are named from, so that a full path and a short one are the same file */
  constructor(private readonly root: string | undefined) {}

  /**
   * Takes note of a finding and returns how to get its fingerprint: most reports need none. Of findings with the same
   * content, the second noted gets a number.
   *
   * @param value the JSON text that is meant
   */
  note(rule: Rule, result: RuleResult, value: () => string): () => string {
    const index = this.contents.push(() => this.contentOf(rule, result, value())) - 1;
    return () => {
      for (const content of this.contents.slice(this.known.length, index + 1))
        this.known.push(this.next(content()));
      return this.known[index] ?? "";
    };
  }

  private next(content: readonly unknown[]): string {
    const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
    const count = (this.seen.get(hash) ?? 0) + 1;
    this.seen.set(hash, count);
    return count === 1 ? hash : `${hash}:${count}`;
  }

  private contentOf(rule: Rule, result: RuleResult, value: string): readonly unknown[] {
    const { place, pointer, resource, message, path = "" } = result;
    const content = pointer.startsWith("/Statement") ? withoutWhiteSpace(value) : withoutNumbers(message);
    // An ARN is the same wherever it was read from.
    const file = resource?.startsWith("arn:") === true ? "" : this.fileName(place.text.file);
    return [rule.id, path, file, resource, content];
  }

  private fileName(file: string): string {
    return relativeName(file, this.root);
  }
}

/** The file's name from the root, with slashes. */
export function relativeName(file: string, root: string | undefined): string {
  const name = root !== undefined && isAbsolute(file) ? relative(root, file) : file;
  return posix.normalize(name.replaceAll("\\", "/"));
}

function withoutWhiteSpace(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text: string | undefined) => text ?? "");
}

function withoutNumbers(message: string): string {
  return message.replace(/\b\d+(?:[-:.T]\d+)*Z?\b/g, "#");
}
