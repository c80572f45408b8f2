import {
  heredoc,
  splitTemplate,
  templateExpression,
} from "../../../../../modules/shared/export/hcl/template";

describe("splitTemplate", () => {
  it.each([
    ["", []],
    ["plain", [{ literal: "plain" }]],
    ["${var.a}", [{ sequence: "${var.a}" }]],
    ["a-${var.b}-c", [{ literal: "a-" }, { sequence: "${var.b}" }, { literal: "-c" }]],
    ["$${not} and %%{not}", [{ literal: "$${not} and %%{not}" }]],
    [
      "%{ if var.a }x%{ endif }",
      [{ sequence: "%{ if var.a }" }, { literal: "x" }, { sequence: "%{ endif }" }],
    ],
    ['${{ a = "}" }}!', [{ sequence: '${{ a = "}" }}' }, { literal: "!" }]],
    ['${f("a-${g("}")}")}', [{ sequence: '${f("a-${g("}")}")}' }]],
    ['${"\\"}"}x', [{ sequence: '${"\\"}"}' }, { literal: "x" }]],
    ['${"$${"}x', [{ sequence: '${"$${"}' }, { literal: "x" }]],
    ["$ { 5% }", [{ literal: "$ { 5% }" }]],
  ])("splits %j", (template, parts) => {
    expect(splitTemplate(template)).toEqual(parts);
  });

  it.each(["${var.a", '${f("}', "%{ if x"])("refuses %j, which does not end", (template) => {
    expect(() => splitTemplate(template)).toThrow(/does not end/);
  });
});

describe("templateExpression", () => {
  it.each([
    ["${var.a}", "var.a"],
    ["${ var.a }", "var.a"],
    ["a-${var.b}", '"a-${var.b}"'],
    ["${var.a}${var.b}", '"${var.a}${var.b}"'],
    ['say "hi" \\ \n\t', '"say \\"hi\\" \\\\ \\n\\t"'],
    ["bell \b and form feed \f", '"bell \\u0008 and form feed \\u000c"'],
    ["$${kept}", '"$${kept}"'],
    ["%{ if var.a }x%{ endif }", '"%{ if var.a }x%{ endif }"'],
  ])("writes %j", (template, expression) => {
    expect(templateExpression(template)).toBe(expression);
  });
});

describe("heredoc", () => {
  it("holds text of several lines as it is", () => {
    expect(heredoc('#!/bin/sh\n  echo "$${HOME}"\n')).toEqual([
      "<<EOT",
      "#!/bin/sh",
      '  echo "$${HOME}"',
      "EOT",
    ]);
  });

  it("ends with a word that the text does not hold", () => {
    expect(heredoc("a\n EOT\nEOT_\n")?.[0]).toBe("<<EOT__");
  });

  it.each(["one line\n", "no line break\nat the end", "a carriage\r\nreturn\n", "a\nbell\b\n"])(
    "is not for %j",
    (text) => {
      expect(heredoc(text)).toBeUndefined();
    },
  );
});
