import {
  anyOf,
  both,
  choose,
  fieldIn,
  fieldsOf,
  firstOf,
  isSet,
  keysOf,
  mapEach,
  mapIn,
  not,
  oneOrNone,
  passes,
} from "../../../../modules/shared/expressions";
import {
  bool,
  check,
  int,
  map,
  obj,
  referTo,
  str,
  toTerraform,
  type ValuesOf,
} from "../../../../modules/shared/inputs";
import { isInFamily } from "../../../../modules/shared/instances";
import {
  DefaultTokenResolver,
  Fn,
  StringConcat,
  TerraformStack,
  Testing,
  Tokenization,
} from "../../../../modules/shared/tf";

const one = obj(
  {
    type: str({ description: "Type." }),
    scaling: obj(
      { least: int({ description: "Least.", default: 1 }) },
      { description: "Scaling.", optional: true },
    ),
  },
  { description: "One." },
);
const inputs = {
  group: obj({ members: map(one, { description: "Members." }) }, { description: "Group.", optional: true }),
  flag: bool({ description: "Flag.", default: false }),
} as const;
type Values = ValuesOf<typeof inputs>;

const plain = check(
  { inputs },
  { group: { members: { b: { type: "ml.g5.xlarge", scaling: {} }, a: { type: "ml.m5.large" } } } },
).values;
const unset = check({ inputs }, {}).values;
const expressions = {
  group: referTo(inputs.group, "var.group"),
  flag: referTo(inputs.flag, "var.flag"),
} as Values;

/** As Terraform reads it. */
const written = (value: unknown): unknown =>
  Tokenization.resolve(value, {
    scope: new TerraformStack(Testing.app(), "test"),
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
const members = (values: Values) => mapIn(values.group, "members");
const isLocal = ({ type }: { type: string }) => isInFamily(type, ["g5"]);

describe("a map in an optional object", () => {
  it("is looked into here when it is plain", () => {
    expect(Object.keys(members(plain))).toEqual(["b", "a"]);
    expect(keysOf(members(plain))).toEqual(["a", "b"]);
    expect(anyOf(members(plain), isLocal)).toBe(true);
    expect(toTerraform(fieldsOf(members(plain), "scaling"))).toEqual({ b: { least: 1 } });
  });

  it("is empty when the object is not set", () => {
    expect(members(unset)).toEqual({});
    expect(anyOf(members(unset), isLocal)).toBe(false);
  });

  it("is looked into by Terraform when only Terraform knows it", () => {
    const all = "var.group == null ? {} : var.group.members";
    expect(written(toTerraform(members(expressions)))).toBe(`\${${all}}`);
    expect(written(toTerraform(fieldsOf(members(expressions), "scaling")))).toBe(
      `\${{ for key, value in ${all} : key => value.scaling if value.scaling != null }}`,
    );
    expect(written(anyOf(members(expressions), isLocal))).toBe(
      `\${anytrue([for value in ${all} : contains(["g5"], element(reverse(split(".", value.type)), 1))])}`,
    );
    expect(written(mapEach(members(expressions), ({ type }) => Fn.jsonencode([type])))).toBe(
      `\${{ for key, value in ${all} : key => jsonencode([value.type]) }}`,
    );
  });
});

describe("conditions made of others", () => {
  it("keep their meaning inside of conditions", () => {
    const flag = both(isSet(expressions.group), not(expressions.flag));
    expect(written(choose(flag, "yes", "no"))).toBe('${(var.group != null) && (!(var.flag)) ? "yes" : "no"}');
    const passed = passes(expressions.group, () => expressions.flag);
    expect(written(choose(passed, "yes", "no"))).toBe(
      '${(var.group == null ? false : var.flag) ? "yes" : "no"}',
    );
  });

  it("are plain for plain values", () => {
    expect(both(isSet(plain.group), not(false))).toBe(true);
    expect(passes(undefined, () => true)).toBe(false);
    expect(passes(plain.group, () => false)).toBe(false);
  });

  it("choose texts with quotes in them", () => {
    expect(written(choose(expressions.flag, 'a "b"', "c\\d"))).toBe('${var.flag ? "a \\"b\\"" : "c\\\\d"}');
  });
});

it("the first of several numbers that is set", () => {
  const least = fieldIn(expressions.group, "members");
  expect(least).toBeDefined();
  expect(firstOf([undefined, 3], 1)).toBe(3);
  expect(firstOf([undefined], 1)).toBe(1);
  const number = referTo(int({ description: "n", optional: true }), "var.n") as number;
  expect(written(firstOf([number, undefined], 1))).toBe("${coalesce(var.n, 1)}");
});

it("a resource that does not exist gives a list of none", () => {
  expect(oneOrNone(undefined, "arn")).toEqual([]);
});
