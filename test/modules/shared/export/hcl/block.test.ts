import { resourceBody } from "../../../../../modules/shared/export/hcl/block";
import type { BlockSchema } from "../../../../../offline/schema";

const nestedSchema: BlockSchema = {
  attributes: { value: { type: "string" } },
  block_types: {
    inner: {
      nesting_mode: "list",
      max_items: 1,
      block: { attributes: { value: { type: "string" } }, block_types: {} },
    },
  },
};
const schema: BlockSchema = {
  attributes: {
    name: { type: "string" },
    // An attribute that older configurations wrote as blocks.
    route: { type: ["list", ["object", { cidr: "string" }]] },
  },
  block_types: { rule: { nesting_mode: "list", block: nestedSchema } },
};
const print = (json: Record<string, unknown>) => resourceBody(json, schema, "aws_x.y").join("\n");

describe("resourceBody", () => {
  it("tells blocks from attributes by the schema", () => {
    expect(print({ name: "n", route: [{ cidr: "c" }], rule: [{ value: "a" }, { value: "b" }] })).toBe(
      'name  = "n"\nroute = [{ cidr = "c" }]\n\nrule {\n  value = "a"\n}\n\nrule {\n  value = "b"\n}',
    );
  });

  it("writes a single block that is no list, and none for an empty list", () => {
    expect(print({ rule: { value: "a" } })).toBe('rule {\n  value = "a"\n}');
    expect(print({ name: "n", rule: [] })).toBe('name = "n"');
    expect(print({ rule: [{}] })).toBe("rule {}");
  });

  it("writes repetition first, lifecycle and dependencies last", () => {
    const json = {
      depends_on: ["aws_x.a", "${aws_x.b}"],
      lifecycle: {
        create_before_destroy: true,
        ignore_changes: ["name", "rule[0].value"],
        replace_triggered_by: ["${aws_x.a.id}"],
        precondition: [{ condition: "${var.a > 1}", error_message: "No." }],
      },
      name: "n",
      for_each: "${var.items}",
    };
    expect(print(json)).toBe(
      [
        "for_each = var.items",
        "",
        'name = "n"',
        "",
        "lifecycle {",
        "  create_before_destroy = true",
        "  ignore_changes        = [name, rule[0].value]",
        "  replace_triggered_by  = [aws_x.a.id]",
        "",
        "  precondition {",
        "    condition     = var.a > 1",
        '    error_message = "No."',
        "  }",
        "}",
        "",
        "depends_on = [aws_x.a, aws_x.b]",
      ].join("\n"),
    );
    expect(print({ lifecycle: { ignore_changes: "all" } })).toContain("ignore_changes = all");
  });

  it("writes dynamic blocks, nested ones, and several of one name after the plain ones", () => {
    const dynamic = {
      rule: [
        {
          for_each: "${var.a}",
          content: {
            value: "${rule.value}",
            dynamic: { inner: [{ for_each: "${[1]}", content: { value: "x" } }] },
          },
        },
        { for_each: "${var.b}", iterator: "each", content: { value: "${each.value}" } },
      ],
    };
    expect(print({ dynamic, rule: [{ value: "first" }] })).toBe(
      [
        "rule {",
        '  value = "first"',
        "}",
        "",
        'dynamic "rule" {',
        "  for_each = var.a",
        "",
        "  content {",
        "    value = rule.value",
        "",
        '    dynamic "inner" {',
        "      for_each = [1]",
        "",
        "      content {",
        '        value = "x"',
        "      }",
        "    }",
        "  }",
        "}",
        "",
        'dynamic "rule" {',
        "  for_each = var.b",
        "  iterator = each",
        "",
        "  content {",
        "    value = each.value",
        "  }",
        "}",
      ].join("\n"),
    );
  });

  it("keeps the text of a heredoc inside nested blocks as it is", () => {
    expect(print({ rule: [{ value: "a\nb\n", inner: [{ value: "c" }] }] })).toBe(
      'rule {\n  value = <<EOT\na\nb\nEOT\n\n  inner {\n    value = "c"\n  }\n}',
    );
  });

  it.each([
    [{ colour: "red" }, /aws_x\.y has a block colour, which the provider's schema does not know/],
    [{ rule: [{ wrong: 1 }] }, /aws_x\.y\.rule has a block wrong/],
    [{ rule: "${var.rules}" }, /aws_x\.y\.rule is a block/],
    [{ dynamic: { rule: [{ for_each: "${var.a}" }] } }, /dynamic rule without for_each or content/],
    [{ provider: "aws.other" }, /has a provider/],
    [{ provisioner: [] }, /has a provisioner/],
    [{ lifecycle: { create_after_destroy: true } }, /create_after_destroy/],
    [{ name: () => "x" }, /A function cannot be written as HCL/],
  ])("refuses %j", (json, message) => {
    expect(() => print(json)).toThrow(message);
  });
});
