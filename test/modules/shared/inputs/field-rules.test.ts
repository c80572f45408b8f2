/** Each rule of a single input on both sides of its limit, in both renderings: the test in TypeScript and the condition in Terraform. */
import { fieldRules } from "../../../../modules/shared/inputs/field-rules";
import {
  bool,
  hclLiteral,
  int,
  list,
  map,
  num,
  obj,
  set,
  str,
  type Kind,
} from "../../../../modules/shared/inputs";
import { evaluate } from "../../../helpers/evaluate";

const description = "A value.";
const text = str({ description });

/** A kind, its only rule's sentence, what the rule takes and what it refuses. */
const RULES: [Kind, string, unknown[], unknown[]][] = [
  [str({ description, oneOf: ["a", "b${"] }), "must be one of a, b${", ["a", "b${"], ["c", "A", ""]],
  [
    str({ description, pattern: "^[a-z]+\\.\\d$" }),
    "must match ^[a-z]+\\.\\d$",
    ["ab.1"],
    ["ab-1", "ab.x", ""],
  ],
  [
    str({ description, pattern: '^"?x$', patternSays: "an x, maybe with a quote" }),
    "must be an x, maybe with a quote",
    ["x", '"x'],
    ["y", "\\x"],
  ],
  [str({ description, minLength: 2 }), "must have at least 2 character(s)", ["ab", "äö"], ["a", ""]],
  [str({ description, maxLength: 3 }), "must have at most 3 characters", ["abc", "äöü", ""], ["abcd"]],
  [num({ description, min: 1, max: 2.5 }), "must be between 1 and 2.5", [1, 2.5], [0.999, 2.501]],
  [num({ description, min: -1 }), "must be at least -1", [-1, 5], [-1.5]],
  [num({ description, max: 0 }), "must be at most 0", [0, -7], [0.1]],
  [num({ description, oneOf: [1, 5] }), "must be one of 1, 5", [1, 5], [3]],
  [int({ description }), "must be a whole number", [0, -3, 1e6], [0.5]],
  [list(text, { description, minItems: 1 }), "must have at least 1 element(s)", [["a"]], [[]]],
  [
    set(text, { description, maxItems: 2 }),
    "must have at most 2 element(s)",
    [["a", "b"], []],
    [["a", "b", "c"]],
  ],
  [
    map(text, { description, minItems: 2 }),
    "must have at least 2 element(s)",
    [{ a: "x", b: "y" }],
    [{ a: "x" }],
  ],
  [
    map(text, { description, maxItems: 1 }),
    "must have at most 1 element(s)",
    [{ a: "x" }, {}],
    [{ a: "x", b: "y" }],
  ],
];

const ruleOf = (kind: Kind) => {
  const [rule, ...more] = fieldRules(kind);
  expect(more).toEqual([]);
  if (!rule) throw new Error("The kind has no rule.");
  return rule;
};

describe.each(RULES)("%j", (kind, says, good, bad) => {
  it(`${says}, says TypeScript`, () => {
    const rule = ruleOf(kind);
    expect(rule.says).toBe(says);
    expect(good.map((value) => [value, rule.holds(value)])).toEqual(good.map((value) => [value, true]));
    expect(bad.map((value) => [value, rule.holds(value)])).toEqual(bad.map((value) => [value, false]));
  });
});

it("says the same in Terraform", async () => {
  const cases = RULES.flatMap(([kind, says, good, bad]) => [
    ...good.map((value) => ({ kind, says, value, holds: true })),
    ...bad.map((value) => ({ kind, says, value, holds: false })),
  ]);
  const answers = await evaluate(cases.map(({ kind, value }) => ruleOf(kind).condition(hclLiteral(value))));
  const told = cases.map(({ says, value }, index) => ({ says, value, holds: answers[index] }));
  expect(told).toEqual(cases.map(({ says, value, holds }) => ({ says, value, holds })));
});

it("has no rule for what has no limit", () => {
  for (const kind of [
    text,
    num({ description }),
    bool({ description }),
    obj({}, { description }),
    list(text, { description }),
  ])
    expect(fieldRules(kind)).toEqual([]);
});
