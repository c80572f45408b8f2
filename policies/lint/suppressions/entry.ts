import type { Place } from "../model/text";
import { knownString, type ObjectValue, type Value } from "../model/value";
import type { RuleOptions } from "../rules/rule";
import type { InlineSuppression } from "../model/types";

/** A suppression that is complete and holds today. */
export interface SuppressionEntry {
  readonly kind: "configuration" | "inline";
  /** A rule's id or name, or an id with a path: `IAM305/lambda-001`. */
  readonly rule: string;
  readonly match: Match;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly place: Place;
  readonly pointer: string;
  /** The resource that it stands beside. */
  readonly resource: string | null;
}

/** Patterns with `*` (any run of characters) and `?` (one). All that are given must match. */
export type Match = Readonly<Partial<Record<(typeof matchKeys)[number], string>>>;

const matchKeys = ["file", "resource", "pointer", "message"] as const;
const entryKeys = ["rule", "match", "reason", "owner", "expires"];

/** What is wrong with a suppression; it does not suppress then. */
export interface SuppressionFault {
  readonly message: string;
  readonly place: Place;
  readonly pointer: string;
  readonly resource: string | null;
}

export interface ReadSuppressions {
  readonly entries: readonly SuppressionEntry[];
  readonly faults: readonly SuppressionFault[];
}

/** All suppressions of a run: those of `policy-lint.yaml` and those beside resources. */
export function readSuppressions(
  inlineSuppressions: readonly InlineSuppression[],
  options: Pick<RuleOptions, "suppressions" | "today">,
): ReadSuppressions {
  const configured = options.suppressions.map((value, index) =>
    new EntryReader("configuration", null, `/suppressions/${index}`, options.today).read(value),
  );
  const inline = inlineSuppressions.flatMap(({ resource, value }) =>
    (value.kind === "array" ? value.items : [value]).map((item, index) =>
      new EntryReader("inline", resource, `/policy-lint/${index}`, options.today).read(item),
    ),
  );
  const all = [...configured, ...inline];
  return {
    entries: all.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
    faults: all.flatMap(({ faults }) => faults),
  };
}

class EntryReader {
  private readonly faults: SuppressionFault[] = [];

  constructor(
    private readonly kind: SuppressionEntry["kind"],
    private readonly resource: string | null,
    private readonly pointer: string,
    private readonly today: string,
  ) {}

  read(value: Value): { entry?: SuppressionEntry; faults: readonly SuppressionFault[] } {
    if (value.kind !== "object") {
      this.fault(value.place, "", `A suppression is an object with ${entryKeys.join(", ")}.`);
      return { faults: this.faults };
    }
    this.refuseOtherKeys(value, "", entryKeys);
    const rule = this.text(value, "rule", "the id or name of a rule, such as IAM301 or IAM305/lambda-001");
    const reason = this.text(value, "reason", "why the finding is accepted");
    const owner = this.text(value, "owner", "who answers for it");
    const expires = this.text(value, "expires", "the last day on which it holds, YYYY-MM-DD");
    const match = this.match(value);
    if (rule !== undefined && /^(?:IAM090|suppression)$/.test(rule))
      this.fault(value.place, "/rule", "A finding about a suppression cannot be suppressed itself.");
    if (expires !== undefined) this.checkDate(expires, value);
    if (this.faults.length > 0) return { faults: this.faults };
    const { kind, pointer, resource } = this;
    const texts = { rule, reason, owner, expires } as Record<"rule" | "reason" | "owner" | "expires", string>;
    return { entry: { kind, ...texts, match, place: value.place, pointer, resource }, faults: [] };
  }

  private text(object: ObjectValue, key: string, meaning: string): string | undefined {
    const found = object.members.find((member) => member.key === key);
    const text = knownString(found?.value)?.trim();
    if (text !== undefined && text !== "") return text;
    const what = found === undefined ? "is missing" : "must be a text that is not empty";
    this.fault(
      found?.keyPlace ?? object.place,
      `/${key}`,
      `The suppression's "${key}" ${what}: ${meaning}. It does not suppress anything.`,
    );
    return undefined;
  }

  private match(object: ObjectValue): Match {
    const found = object.members.find(({ key }) => key === "match");
    // Beside a resource, the resource is what is meant.
    if (found === undefined && this.kind === "inline") return {};
    const wanted = `"match" must be an object with one or more of ${matchKeys.join(", ")}`;
    if (found?.value.kind !== "object" || found.value.members.length === 0) {
      this.fault(found?.keyPlace ?? object.place, "/match", `The suppression's ${wanted}.`);
      return {};
    }
    this.refuseOtherKeys(found.value, "/match", matchKeys);
    const match: Record<string, string> = {};
    for (const { key, keyPlace, value } of found.value.members) {
      const pattern = knownString(value);
      if (pattern === undefined || pattern === "")
        this.fault(keyPlace, `/match/${key}`, `"match.${key}" must be a pattern: a text with * and ?.`);
      else match[key] = pattern;
    }
    return match;
  }

  private checkDate(expires: string, { place }: ObjectValue): void {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(expires) ? new Date(`${expires}T00:00:00Z`) : undefined;
    // Date reads February 30 as March 2.
    if (time === undefined || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(expires)) {
      this.fault(
        place,
        "/expires",
        `"${expires}" is no day; the suppression's "expires" is written YYYY-MM-DD.`,
      );
    } else if (expires < this.today) {
      const message = `The suppression expired on ${expires} and no longer holds. Correct what it hid, or decide anew and give a later day.`;
      this.fault(place, "/expires", message);
    }
  }

  private refuseOtherKeys(object: ObjectValue, pointer: string, known: readonly string[]): void {
    for (const { key, keyPlace } of object.members) {
      if (known.includes(key)) continue;
      const message = `A suppression has no "${key}"; it has ${known.join(", ")}.`;
      this.fault(keyPlace, `${pointer}/${key}`, message);
    }
  }

  private fault(place: Place, pointer: string, message: string): void {
    this.faults.push({ message, place, pointer: this.pointer + pointer, resource: this.resource });
  }
}
