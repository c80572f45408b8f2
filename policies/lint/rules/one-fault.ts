import { severities, type Rule, type RuleResult } from "./rule";

interface Judged {
  readonly rule: Rule;
  readonly result: RuleResult;
}

/**
 * One fault, one finding: leaves out what a rule says of a place of which another one says no less, where it yields to that
 * (`Rule.yieldsTo`).
 */
export function withoutYielding<T extends Judged>(judged: readonly T[]): readonly T[] {
  const winning = new Set(judged.flatMap(({ rule }) => rule.yieldsTo ?? []));
  if (winning.size === 0) return judged;
  const said = new Map<string, Judged[]>();
  for (const one of judged) {
    if (!winning.has(one.rule.id)) continue;
    const key = placeOf(one.result);
    const list = said.get(key);
    if (list === undefined) said.set(key, [one]);
    else list.push(one);
  }
  if (said.size === 0) return judged;
  return judged.filter(({ rule, result }) => {
    const { yieldsTo } = rule;
    if (yieldsTo === undefined) return true;
    const others = said.get(placeOf(result)) ?? [];
    return !others.some((other) => yieldsTo.includes(other.rule.id) && weighsNoLess(other.result, result));
  });
}

/** Copies of a module or an account's roles may share a place, and are told apart by the pointer. */
function placeOf({ place, pointer }: RuleResult): string {
  return `${place.text.file}\n${place.offset}\n${pointer}`;
}

function weighsNoLess(one: RuleResult, other: RuleResult): boolean {
  return severities.indexOf(one.severity) <= severities.indexOf(other.severity);
}
