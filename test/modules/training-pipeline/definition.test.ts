import { problemsOf, type Definition } from "./states-language";
import { definitionsOfCases } from "./support";

let plain: Definition;
let full: Definition;
let tuned: Definition;
let grid: Definition;

beforeAll(async () => {
  ({ plain, full, tuned, grid } = await definitionsOfCases());
}, 60_000);

describe("the definition", () => {
  test.each(["plain", "full", "tuned", "grid"] as const)(
    "of %s is valid, and no state is unreachable",
    (which) => {
      const definition = { plain, full, tuned, grid }[which];
      expect(problemsOf(definition)).toEqual([]);
      const targets = [
        definition.StartAt,
        ...JSON.stringify(definition).matchAll(/"(?:Next|Default)":"([^"]+)"/g),
      ].map((match) => (typeof match === "string" ? match : (match[1] as string)));
      expect([...new Set(targets)].sort()).toEqual(Object.keys(definition.States).sort());
    },
  );

  test("has no lone $ in its expressions, which Step Functions does not know", () => {
    const expressions = JSON.stringify([plain, full]).match(/\{%.*?%\}/g) ?? [];
    expect(expressions.length).toBeGreaterThan(20);
    const withoutPatterns = expressions.map((expression) => expression.replace(/, \/[^/]+\//g, ""));
    for (const expression of withoutPatterns) expect(expression).not.toMatch(/\$(?![A-Za-z])/);
  });

  test("holds instance types and counts as literals", () => {
    expect(full.States.Defaults?.Assign).toMatchObject({
      defaults: { instanceType: "ml.g4dn.xlarge", instanceCount: 4, maxRuntimeSeconds: 7200 },
    });
  });

  test("without tuning and notification has no states for them", () => {
    expect(Object.keys(plain.States)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(Tune|Tell|RefuseTuning|TuningFound)/)]),
    );
  });
});
