import {
  bool,
  check,
  InputError,
  int,
  list,
  map,
  obj,
  read,
  referTo,
  rulesOf,
  str,
} from "../../../../modules/shared/inputs";
import { Token } from "../../../../modules/shared/tf";

const inputs = {
  name: str({ description: "The name.", maxLength: 5 }),
  size: int({ description: "The size in GB.", default: 8, min: 1, max: 10 }),
  shown: bool({ description: "Whether it is shown.", default: true }),
  scaling: obj(
    {
      minCapacity: int({ description: "Fewest.", default: 1, min: 1 }),
      maxCapacity: int({ description: "Most.", max: 100 }),
    },
    { description: "Scaling.", optional: true },
  ),
  variants: list(
    obj({ weight: int({ description: "Share.", default: 1, min: 0 }) }, { description: "One." }),
    {
      description: "Variants.",
      default: [{}],
    },
  ),
  tags: map(str({ description: "A tag.", maxLength: 3 }), { description: "Tags.", default: {} }),
} as const;
const rules = rulesOf(inputs, {
  at: "scaling.maxCapacity",
  says: "must be at least {scaling.minCapacity}",
  reads: ["scaling.minCapacity", "scaling.maxCapacity"],
  holds: ({ scaling }) => !scaling || scaling.maxCapacity >= scaling.minCapacity,
  condition: "true",
});
const problems = (props: object) => check({ inputs, rules }, props).problems;

describe("read", () => {
  it("fills in defaults, nested ones too", () => {
    expect(read({ inputs, rules }, { name: "a", scaling: { maxCapacity: 2 } }, "stack/thing")).toEqual({
      name: "a",
      size: 8,
      shown: true,
      scaling: { minCapacity: 1, maxCapacity: 2 },
      variants: [{ weight: 1 }],
      tags: {},
    });
  });

  it("takes null for left out, and keeps false and 0", () => {
    const values = read({ inputs }, { name: "a", size: null, shown: false, variants: [{ weight: 0 }] }, "x");
    expect(values).toMatchObject({ size: 8, shown: false, variants: [{ weight: 0 }], scaling: undefined });
  });

  it("tells every problem at once, with the construct's path", () => {
    const wrong = {
      name: "toolong",
      size: 11,
      scaling: { maxCapacity: 101 },
      variants: [{}, { weight: -1 }],
      tags: { A: "long" },
    };
    const error = (() => {
      try {
        read({ inputs, rules }, wrong, "network/endpoint");
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toBe(
      [
        "network/endpoint: 5 wrong input(s):",
        '  name must have at most 5 characters, not "toolong".',
        "  size must be between 1 and 10, not 11.",
        "  scaling.maxCapacity must be at most 100, not 101.",
        "  variants[1].weight must be at least 0, not -1.",
        '  tags.A must have at most 3 characters, not "long".',
      ].join("\n"),
    );
  });

  it("tells what is missing with what it means, at any depth", () => {
    expect(problems({ scaling: {} })).toEqual([
      "name is required: The name.",
      "scaling.maxCapacity is required: Most.",
    ]);
  });

  it("refuses unknown keys at any depth, and guesses what was meant", () => {
    expect(
      problems({ name: "a", Size: 3, scaling: { maxCapacity: 1, maximum: 2 }, variants: [{ wieght: 1 }] }),
    ).toEqual([
      "Size is not known. Did you mean size?",
      "scaling.maximum is not known. Known here: minCapacity, maxCapacity.",
      "variants[0].wieght is not known. Did you mean weight?",
    ]);
  });

  it.each([
    [{ name: 1 }, "name must be a string, not 1."],
    [{ name: "a", size: "8" }, 'size must be a number, not "8".'],
    [{ name: "a", size: NaN }, "size must be a number, not null."],
    [{ name: "a", shown: "true" }, 'shown must be true or false, not "true".'],
    [{ name: "a", scaling: [] }, "scaling must be an object, not []."],
    [{ name: "a", variants: {} }, "variants must be a list, not {}."],
    [{ name: "a", variants: [null] }, "variants[0] is required: One."],
    [{ name: "a", variants: ["x"] }, 'variants[0] must be an object, not "x".'],
    [{ name: "a", tags: ["x"] }, 'tags must be a map, not ["x"].'],
    [{ name: "a", tags: { x: 1 } }, "tags.x must be a string, not 1."],
  ])("refuses the shape of %j", (props, problem) => {
    expect(problems(props)).toEqual([problem]);
  });

  it("refuses names that every object has by birth", () => {
    expect(problems({ name: "a", toString: "x" })).toEqual([expect.stringMatching(/^toString is not known/)]);
    expect(problems(JSON.parse('{"name": "a", "__proto__": {"size": 99}}') as object)).toEqual([
      expect.stringMatching(/^__proto__ is not known/),
    ]);
  });

  it("tells a broken rule between inputs in the door's spelling, and only when the shapes are right", () => {
    const scaling = { minCapacity: 5, maxCapacity: 4 };
    expect(problems({ name: "a", scaling })).toEqual([
      "scaling.maxCapacity must be at least scaling.minCapacity.",
    ]);
    expect(problems({ name: "a", scaling: { ...scaling, maxCapacity: 5 } })).toEqual([]);
    expect(problems({ name: 1, scaling })).toEqual(["name must be a string, not 1."]);
  });

  it("leaves to Terraform what only Terraform knows", () => {
    const token = Token.asNumber({ Ref: "x" });
    expect(problems({ name: Token.asString({ Ref: "x" }), size: token })).toEqual([]);
    expect(problems({ name: "a", scaling: { minCapacity: token, maxCapacity: 1 } })).toEqual([]);
    expect(
      problems(
        Object.fromEntries(
          Object.entries(inputs).map(([name, kind]) => [name, referTo(kind, `var.${name}`)]),
        ),
      ),
    ).toEqual([]);
  });
});
