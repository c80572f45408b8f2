import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../../policies/lint";
import type { Example } from "../../../../policies/lint/rules/rule";
import { lintFiles } from "../helpers";

const folder = join(__dirname, "../../../../policies/lint/rules");
const families = ["input", "correctness", "breadth", "escalation", "trust", "hygiene"];

test("ids and names of rules are unique", () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

describe.each(rules.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  const { id, name, why, whatToDo, reference } = rule;

  test("stands in its family's folder under its own name", () => {
    expect(id).toMatch(/^IAM\d{3}$/);
    const path = join(folder, families[Number(id[3])] ?? "", `${name}.ts`);
    expect(readFileSync(path, "utf8")).toContain(`"${id}"`);
  });

  test("says why and what to do in sentences, with a reference", () => {
    expect([why, whatToDo].every((text) => text.endsWith("."))).toBe(true);
    expect(reference).toMatch(/^https:\/\//);
  });

  const found = ({ file, content }: Example) =>
    lintFiles({ [file]: content }).findings.filter(({ ruleId }) => ruleId === id);

  test("finds its bad example, at its own severity", () => {
    expect(found(rule.examples.bad).map(({ severity }) => severity)).toContain(rule.severity);
  });

  test("finds nothing in its good example", () => {
    expect(found(rule.examples.good)).toEqual([]);
  });
});
