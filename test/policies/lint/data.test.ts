import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateActions } from "../../../policies/lint/data/generate-actions";
import { rules } from "../../../policies/lint";
import { knownServices } from "../../../policies/lint/model/actions";
import { sensitiveServices } from "../../../policies/lint/model/sensitive-services";

test("the committed action table is what the generator makes of the installed data", async () => {
  const committed = readFileSync(join(__dirname, "../../../policies/lint/data/actions.json"), "utf8");
  expect(committed === (await generateActions())).toBe(true);
});

test("every sensitive service exists", () => {
  const known = new Set(knownServices());
  expect([...sensitiveServices].filter((service) => !known.has(service))).toEqual([]);
});

test("ids and names of rules are unique, and each name is its file's", () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { id, name, why, whatToDo, reference } of rules) {
    expect(id).toMatch(/^IAM\d{3}$/);
    expect(readFileSync(join(__dirname, `../../../policies/lint/rules/${name}.ts`), "utf8")).toContain(
      `"${id}"`,
    );
    expect([why, whatToDo].every((text) => text.endsWith("."))).toBe(true);
    expect(reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});
