import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string) => readFileSync(join(__dirname, "../../../lambda-src", path), "utf8");

test("the README's table has exactly the environment variables that the function reads, with their defaults", () => {
  const source = read("classify/environment.ts");
  const variables = [...source.matchAll(/reader\.\w+\(\s*"([A-Z_]+)"/g)].map((match) => match[1]);
  const documented = [...read("README.md").matchAll(/^\| `([A-Z_]+)` +\|/gm)].map((match) => match[1]);
  expect(variables.length).toBeGreaterThanOrEqual(9);
  expect(documented.sort()).toEqual(variables.sort());
  for (const [, name, fallback] of source.matchAll(/reader\.integer\("([A-Z_]+)", (\d+)/g)) {
    expect(read("README.md")).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`${fallback}\` +\\|`, "m"));
  }
});
