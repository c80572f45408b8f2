import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateActions } from "../../../policies/lint/data/generate-actions";
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
