import { architectures, buildFunction } from "../../../lambda-src/build";
import { budget, checkBudget } from "../../../lambda-src/build/budget";

test("what weighs exactly the budget passes, and each figure one byte over it fails by name", () => {
  expect(() => checkBudget(budget)).not.toThrow();
  for (const name of Object.keys(budget) as (keyof typeof budget)[]) {
    const over = { ...budget, [name]: budget[name] + 1 };
    expect(() => checkBudget(over)).toThrow(`${name}: ${budget[name] + 1}, allowed ${budget[name]}`);
  }
});

test.each(architectures)("the %s zip is inside Lambda's own limits", (architecture) => {
  const { sizes } = buildFunction({ architecture });
  expect(sizes.zipBytes).toBeLessThan(50_000_000);
  expect(sizes.unpackedBytes).toBeLessThan(250_000_000);
});
