import { printExpression } from "../../../../../modules/shared/export/hcl/print-expression";

const print = (text: string, width = 40) => printExpression(text, { width }).join("\n");

describe("printExpression", () => {
  it("keeps on one line what fits", () => {
    expect(print('merge(var.tags, {"Name" = var.name})')).toBe("merge(var.tags, { Name = var.name })");
  });

  it("takes quotes from keys that need none, and only from those", () => {
    expect(print('{"a" = 1, "b-c" = 2, "d.e" = 3, "for" = 4, "1" = 5}', 100)).toBe(
      '{ a = 1, b-c = 2, "d.e" = 3, "for" = 4, "1" = 5 }',
    );
  });

  it("takes away parentheses around the whole, and only those", () => {
    expect(print("(var.a == 1)")).toBe("var.a == 1");
    expect(print("(var.a) + (var.b)")).toBe("(var.a) + (var.b)");
  });

  it("puts fields below each other, aligned", () => {
    expect(print('{"short" = 1, "a_longer_one" = "xxxxxxxxxxxxxxxxxxxxxxx"}')).toBe(
      '{\n  short        = 1\n  a_longer_one = "xxxxxxxxxxxxxxxxxxxxxxx"\n}',
    );
  });

  it("keeps an only argument beside the parenthesis", () => {
    expect(print('jsonencode({"StartAt" = "Train", "States" = {}, "X" = 1})')).toBe(
      'jsonencode({\n  StartAt = "Train"\n  States  = {}\n  X       = 1\n})',
    );
  });

  it("puts elements and arguments below each other", () => {
    expect(print('["aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb"]')).toBe(
      '[\n  "aaaaaaaaaaaaaaaaaaaa",\n  "bbbbbbbbbbbbbbbbbbbb",\n]',
    );
    expect(print("coalesce(var.aaaaaaaaaaaaaaaa, var.bbbbbbbbbbbbbbbbb)")).toBe(
      "coalesce(\n  var.aaaaaaaaaaaaaaaa,\n  var.bbbbbbbbbbbbbbbbb\n)",
    );
  });

  it("puts many short texts side by side", () => {
    const families = Array.from({ length: 20 }, (_item, index) => `"m${index}d"`);
    const lines = printExpression(`contains([${families.join(", ")}], var.family)`);
    expect(lines.slice(0, 3)).toEqual([
      "contains([",
      `  ${families.slice(0, 11).join(", ")},`,
      `  ${families.slice(11).join(", ")},`,
    ]);
    expect(lines.slice(3)).toEqual(["], var.family)"]);
  });

  it("breaks a for expression after its colon, and not at the comma of its variables", () => {
    expect(print("{ for key, item in var.items : key => item.value if item.enabled }")).toBe(
      "{\n  for key, item in var.items :\n  key => item.value if item.enabled\n}",
    );
  });

  it("breaks one bracket of several, for no line may close one and open another", () => {
    expect(print("length([aaaaaaaaaaaaa, bbbbbbbbbbbbb]) == length([ccccccccc])")).toBe(
      "length([\n  aaaaaaaaaaaaa,\n  bbbbbbbbbbbbb,\n]) == length([ccccccccc])",
    );
  });

  it("never breaks an index or a string", () => {
    const text = 'aws_subnet.subnet["a, b {"][*].something_long_that_does_not_fit';
    expect(print(text)).toBe(text);
    const string = '"${join(", ", [for a in var.b : a])} is longer than forty columns"';
    expect(print(string)).toBe(string);
  });

  it("keeps computed keys", () => {
    expect(print('{(var.key) = "aaaaaaaaaaaaaaaaaaaaaa", "b" = "bbbbbbb"}')).toBe(
      '{\n  (var.key) = "aaaaaaaaaaaaaaaaaaaaaa"\n  b         = "bbbbbbb"\n}',
    );
  });

  it("breaks every object type with several fields", () => {
    const type =
      "map(object({ name = string, more = optional(object({ a = string, b = optional(number, 1) }), {}) }))";
    expect(printExpression(type, { breakObjects: true }).join("\n")).toBe(
      [
        "map(object({",
        "  name = string",
        "  more = optional(object({",
        "    a = string",
        "    b = optional(number, 1)",
        "  }), {})",
        "}))",
      ].join("\n"),
    );
  });

  it.each(["f(", "[1, 2", "a)", "{ a = 1 ]", 'f("x)'])("refuses %j", (text) => {
    expect(() => print(text)).toThrow(/expression/);
  });
});
