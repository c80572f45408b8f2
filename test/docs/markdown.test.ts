import { fill, table } from "../../scripts/docs/markdown";
import { measurementsText } from "../../scripts/docs/measurements";
import { summaryOf } from "../../scripts/docs/presets";
import { monthlyUsd, priceList, priceUsd, usd } from "../../scripts/docs/prices";

describe("a part between markers", () => {
  const page = "before\n\n<!-- a:begin -->\n\nold\n\n<!-- a:end -->\n\nafter\n";

  it("is replaced, and nothing else is", () => {
    const filled = fill(page, "a", "new", "page.md");
    expect(filled).toContain("\nnew\n");
    expect(filled).not.toContain("old");
    expect(filled.startsWith("before\n\n<!-- a:begin -->\n")).toBe(true);
    expect(filled.endsWith("\n<!-- a:end -->\n\nafter\n")).toBe(true);
    expect(fill(filled, "a", "new", "page.md")).toBe(filled);
  });

  it.each([
    ["are missing", "text"],
    ["stand in the wrong order", "<!-- a:end --> <!-- a:begin -->"],
    ["are there twice", page + page],
    ["lack the end", "<!-- a:begin -->"],
  ])("is refused when the markers %s", (_title, text) => {
    expect(() => fill(text, "a", "new", "page.md")).toThrow(
      "page.md needs the lines <!-- a:begin --> and <!-- a:end -->, in this order, once.",
    );
  });
});

it("keeps a table whole when a cell holds a bar or a line's end", () => {
  expect(table(["A", "B"], [["x | y", "one\ntwo"]])).toBe("| A | B |\n| --- | --- |\n| x \\| y | one two |");
});

describe("a preset's summary", () => {
  it("is the comment at its top, of one line or several", () => {
    expect(summaryOf("p", "# One.\n# Two.\nname: x\n# not this\n")).toBe("One. Two.");
  });

  it("has to be there", () => {
    expect(() => summaryOf("p", "name: x\n")).toThrow(/presets\/p\.yaml needs a comment at its top/);
  });
});

describe("prices", () => {
  it("each name a source that is listed, and every source is used", () => {
    const { prices, sources } = priceList();
    const used = new Set(Object.values(prices).map(({ source }) => source));
    expect([...used].sort()).toEqual(Object.keys(sources).sort());
  });

  it("are positive, and far from a typing error", () => {
    for (const { usd: price } of Object.values(priceList().prices)) {
      expect(price).toBeGreaterThan(0);
      expect(price).toBeLessThan(5);
    }
  });

  it("tell what the list has when one is asked for that it lacks", () => {
    expect(() => priceUsd("hosting.ml.x9.tiny")).toThrow(
      /has no price "hosting\.ml\.x9\.tiny"; of that kind it has hosting\.ml\.t2\.medium, /,
    );
  });

  it("are multiplied by the hours of a month", () => {
    expect(monthlyUsd("natGatewayHour")).toBeCloseTo(32.85, 10);
  });

  it.each([
    [0, "0"],
    [0.0464, "0.046"],
    [0.5, "0.5"],
    [8.76, "8.8"],
    [14.6, "14.6"],
    [20, "20"],
    [83.95, "84"],
  ])("are written with the digits that 'about' bears: %d as %s", (amount, text) => {
    expect(usd(amount)).toBe(text);
  });
});

it("says how each time was measured", () => {
  expect(measurementsText()).toMatch(/^- .+: (\*\*[\d.]+ s\*\*, measured with|not measured yet) .*`.+`.*$/m);
});
