import {
  atMostOne,
  check,
  exactlyOne,
  int,
  obj,
  referTo,
  ruleMessage,
  str,
  terraformPath,
  variablesOf,
} from "../../../../modules/shared/inputs";
import { isUnresolvedAt } from "../../../../modules/shared/inputs/rules";
import { Token } from "../../../../modules/shared/tf";
import { evaluate } from "../../../helpers/evaluate";

const one = obj({ size: int({ description: "Size." }) }, { description: "One way.", optional: true });
const inputs = { realTime: one, serverLess: one, batch: one } as const;
const names = ["realTime", "serverLess", "batch"] as const;
const value = { size: 1 };

const SETS: { props: Record<string, unknown>; count: number }[] = [
  { props: {}, count: 0 },
  { props: { batch: value }, count: 1 },
  { props: { realTime: value }, count: 1 },
  { props: { realTime: value, batch: value }, count: 2 },
  { props: { realTime: value, serverLess: value, batch: value }, count: 3 },
];
/** The condition with the variables' values in place of the variables. */
const conditionWith = (condition: string, props: Record<string, unknown>) =>
  condition.replace(/var\.(\w+)/g, (_all, name: string) => {
    const original = names.find((each) => terraformPath(each) === name) ?? "";
    return original in props ? "true" : "null";
  });

describe.each([
  {
    rule: exactlyOne<typeof inputs>(names),
    holds: (count: number) => count === 1,
    says: /^realTime must be set, or one of serverLess, batch: exactly one of them\.$/,
  },
  {
    rule: atMostOne<typeof inputs>(names),
    holds: (count: number) => count <= 1,
    says: /^realTime excludes serverLess, batch: set at most one of them\.$/,
  },
])("$rule.says", ({ rule, holds, says }) => {
  it("counts what is set, in TypeScript and in Terraform", async () => {
    const answers = await evaluate(SETS.map(({ props }) => conditionWith(rule.condition, props)));
    SETS.forEach(({ props, count }, index) => {
      const { problems } = check({ inputs, rules: [rule] }, props);
      expect({ props, problems: problems.length }).toEqual({ props, problems: holds(count) ? 0 : 1 });
      expect({ props, answer: answers[index] }).toEqual({ props, answer: holds(count) });
      problems.forEach((problem) => expect(problem).toMatch(says));
    });
  });

  it("is spelled as Terraform spells names in the variable that carries it", () => {
    const [carrier, ...others] = variablesOf(inputs, [rule]);
    expect(carrier?.validations.at(-1)?.errorMessage).toMatch(/^real_time .*server_less, batch/);
    expect(
      others.flatMap(({ validations }) =>
        validations.filter(({ errorMessage }) => /one of/.test(errorMessage)),
      ),
    ).toEqual([]);
  });

  it("is left to Terraform on export", () => {
    const props = Object.fromEntries(
      names.map((name) => [name, referTo(inputs[name], `var.${terraformPath(name)}`)]),
    );
    expect(check({ inputs, rules: [rule] }, props).problems).toEqual([]);
  });
});

describe("a rule on export", () => {
  it("is left to Terraform although it does not say what it reads", () => {
    const rule = { at: "a", says: "is wrong", reads: [], holds: () => false, condition: "true" };
    const table = { inputs: { a: str({ description: "A." }) }, rules: [rule] };
    expect(check(table, { a: referTo(table.inputs.a, "var.a") }).problems).toEqual([]);
    expect(check(table, { a: "plain" }).problems).toEqual(["a is wrong."]);
  });

  it("still stands for a resource's attribute, which is no input", () => {
    const rule = { at: "a", says: "is wrong", reads: [], holds: () => false, condition: "true" };
    const table = { inputs: { a: str({ description: "A." }) }, rules: [rule] };
    expect(check(table, { a: Token.asString({ Ref: "x" }) }).problems).toEqual(["a is wrong."]);
  });
});

describe("isUnresolvedAt", () => {
  const token = Token.asString({ Ref: "x" });
  it.each([
    ["a", { a: token }, true],
    ["a", { a: "plain" }, false],
    ["a.b", { a: { b: token, c: "x" } }, true],
    ["a.c", { a: { b: token, c: "x" } }, false],
    ["a.b", {}, false],
    ["a[].b", { a: [{ b: "x" }, { b: token }] }, true],
    ["a[].b", { a: { k: { b: token } } }, true],
    ["a[].c", { a: [{ b: token }] }, false],
  ])("looks at %s of %j", (path, values, answer) => {
    expect(isUnresolvedAt(values, path)).toBe(answer);
  });
});

it("spells paths in a message in the door's way", () => {
  const rule = { at: "a.bC", says: "needs {d.eF} and {g[].hI}", reads: [], holds: () => true, condition: "" };
  expect(ruleMessage(rule, (path) => path)).toBe("a.bC needs d.eF and g[].hI");
  expect(ruleMessage(rule, terraformPath)).toBe("a.b_c needs d.e_f and g[].h_i");
});
