import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { generateTables } from "../../../policies/lint/data/generate-actions";
import { knownServices } from "../../../policies/lint/model/actions";
import { sensitiveServices } from "../../../policies/lint/model/sensitive-services";

const folder = join(__dirname, "../../../policies/lint/data");

test("the committed tables of actions and services are what the generator makes of the installed data", async () => {
  for (const [file, content] of Object.entries(await generateTables())) {
    const isSame = readFileSync(join(folder, file), "utf8") === content;
    expect([file, isSame]).toEqual([file, true]);
  }
});

test("the tables stay small: one megabyte together", () => {
  const bytes = ["actions.json", "services.jsonl"].map((file) => statSync(join(folder, file)).size);
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(1_000_000);
});

test("every sensitive service exists", () => {
  const known = new Set(knownServices());
  expect([...sensitiveServices].filter((service) => !known.has(service))).toEqual([]);
});
