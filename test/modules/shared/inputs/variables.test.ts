import {
  bool,
  int,
  list,
  map,
  num,
  obj,
  set,
  str,
  terraformType,
  variablesOf,
  type Inputs,
} from "../../../../modules/shared/inputs";

const description = "A value.";
const variable = (inputs: Inputs) => {
  const [first] = variablesOf(inputs);
  if (!first) throw new Error("No variable.");
  return first;
};

describe("terraformType", () => {
  const text = str({ description });
  it.each([
    [text, "string"],
    [int({ description }), "number"],
    [num({ description }), "number"],
    [bool({ description }), "bool"],
    [list(text, { description }), "list(string)"],
    [set(text, { description }), "set(string)"],
    [map(list(text, { description }), { description }), "map(list(string))"],
    [
      obj(
        {
          plainOne: text,
          maybe: str({ description, optional: true }),
          byDefault: num({ description, default: 1 }),
        },
        { description },
      ),
      "object({ plain_one = string, maybe = optional(string), by_default = optional(number, 1) })",
    ],
    [
      obj({ inner: obj({ aB: text }, { description, default: { aB: "${x" } }) }, { description }),
      'object({ inner = optional(object({ a_b = string }), { a_b = "$${x" }) })',
    ],
  ])("of %j", (kind, type) => {
    expect(terraformType(kind)).toBe(type);
  });
});

describe("a variable", () => {
  it("that is required has no default and takes no null", () => {
    expect(variable({ kmsKeyArn: str({ description }) })).toEqual({
      name: "kms_key_arn",
      description,
      type: "string",
      default: undefined,
      nullable: false,
      sensitive: false,
      validations: [],
    });
  });

  it("that is optional is null by default, and its rules hold for null", () => {
    expect(variable({ name: str({ description, optional: true, maxLength: 3 }) })).toMatchObject({
      default: "null",
      nullable: true,
      validations: [
        {
          condition: "var.name == null ? true : length(var.name) <= 3",
          errorMessage: "name must have at most 3 characters.",
        },
      ],
    });
  });

  it("with a default takes null for the default", () => {
    expect(variable({ size: int({ description, default: 3 }) })).toMatchObject({
      default: "3",
      nullable: false,
    });
  });

  it("keeps the keys of maps in defaults, and renames fields", () => {
    const kind = map(obj({ aB: str({ description }) }, { description }), {
      description,
      default: { camelKey: { aB: "x" } },
    });
    expect(variable({ items: kind }).default).toBe('{ camelKey = { a_b = "x" } }');
  });

  it("that is sensitive says so", () => {
    expect(variable({ token: str({ description, sensitive: true }) }).sensitive).toBe(true);
  });

  it("checks each field of each element, and no field of one that is not set", () => {
    const inner = obj({ size: int({ description, min: 1 }) }, { description, optional: true });
    const kind = map(
      obj({ inner, names: list(str({ description, maxLength: 2 }), { description }) }, { description }),
      { description },
    );
    const conditions = variable({ items: kind }).validations.map(({ condition }) => condition);
    expect(conditions).toEqual([
      "alltrue([for item in values(var.items) : item.inner == null ? true : floor(item.inner.size) == item.inner.size])",
      "alltrue([for item in values(var.items) : item.inner == null ? true : item.inner.size >= 1])",
      "alltrue([for item in values(var.items) : alltrue([for inner_item in item.names : length(inner_item) <= 2])])",
    ]);
  });

  it("carries the rules between inputs that are about it, and only those", () => {
    const inputs = {
      first: str({ description }),
      second: obj({ aB: str({ description }) }, { description }),
    };
    const rules = [
      {
        at: "second.aB",
        says: "must differ from {first}",
        reads: [],
        holds: () => true,
        condition: "var.second.a_b != var.first",
      },
    ];
    const [first, second] = variablesOf(inputs, rules);
    expect(first?.validations).toEqual([]);
    expect(second?.validations).toEqual([
      { condition: "var.second.a_b != var.first", errorMessage: "second.a_b must differ from first." },
    ]);
  });
});
