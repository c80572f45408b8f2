import fc from "fast-check";
import {
  covers,
  coversAction,
  isEffectiveStar,
  overlaps,
  overlapsAction,
  resourcePattern,
} from "../../../../policies/lint/model/patterns";
import { unknownPart } from "../../../../policies/lint/model/value";

test.each([
  ["*", "arn:aws:s3:::b/*", true],
  ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*", true],
  ["arn:aws:s3:::b/x/*", "arn:aws:s3:::b/*", false],
  ["a?c", "abc", true],
  ["a?c", "a*c", false],
  ["a*c", "a?c", true],
  ["a*b*c", "a1b2b3c", true],
  ["abc", "abcd", false],
  ["?*", "*?", true],
  ["*?", "?*", true],
  ["?*", "*a", true],
  ["?*", "*", false],
  ["??*", "*?a*", true],
  ["*", unknownPart, true],
  ["?*", unknownPart, false],
  [`x${unknownPart}`, `x${unknownPart}`, false],
  ["", "", true],
])("%s covers %s: %s", (outer, inner, expected) => {
  expect(covers(outer, inner)).toBe(expected);
});

describe("against every text of a small alphabet", () => {
  /** `c` stands for all characters that the patterns do not name. */
  const alphabet = ["a", "b", "c"];
  const texts = [""];
  for (let start = 0, length = 1; length <= 7; length++) {
    const end = texts.length;
    for (; start < end; start++)
      for (const character of alphabet) texts.push(`${texts[start] ?? ""}${character}`);
  }
  const matches = (pattern: string) => {
    const expression = new RegExp(`^${pattern.replaceAll("?", ".").replaceAll("*", ".*")}$`);
    return texts.map((text) => expression.test(text));
  };
  const pattern = fc.stringMatching(/^[ab?*]{0,5}$/).filter((text) => text.replaceAll("*", "").length <= 4);

  test("covers is right for patterns that mix * and ?", () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const byOuter = matches(outer);
        expect(covers(outer, inner)).toBe(
          matches(inner).every((inside, index) => !inside || byOuter[index] === true),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("overlaps is right for patterns that mix * and ?", () => {
    fc.assert(
      fc.property(pattern, pattern, (first, second) => {
        const bySecond = matches(second);
        expect(overlaps(first, second)).toBe(
          matches(first).some((inside, index) => inside && bySecond[index] === true),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

test("patterns that could take exponential time do not", () => {
  const outer = "*a?".repeat(20) + "b";
  const started = performance.now();
  expect(covers(outer, "*a".repeat(40) + "c")).toBe(false);
  expect(overlaps(outer, "a?*".repeat(40) + "c")).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("an unknown part overlaps everything", () => {
  expect(overlaps(`arn:aws:s3:::${unknownPart}/x`, "arn:aws:s3:::photos/*")).toBe(true);
  expect(overlaps(`arn:aws:s3:::${unknownPart}/x`, "arn:aws:s3:::photos/y")).toBe(false);
});

test("the case of actions does not matter, that of resources does", () => {
  expect(coversAction("S3:getobject", "s3:GetObject")).toBe(true);
  expect(overlapsAction("S3:get*", "s3:*Object")).toBe(true);
  expect(covers("arn:aws:s3:::B", "arn:aws:s3:::b")).toBe(false);
});

describe("policy variables", () => {
  const plain = (resource: string, version: string | null = "2012-10-17") =>
    resourcePattern(resource, version);

  test("of special characters are these characters, not wildcards", () => {
    expect(covers(plain("arn:aws:s3:::b/${*}"), "arn:aws:s3:::b/x")).toBe(false);
    expect(covers("arn:aws:s3:::b/*", plain("arn:aws:s3:::b/${*}"))).toBe(true);
    expect(plain("arn:aws:s3:::b/${$}x")).toBe("arn:aws:s3:::b/$x");
  });

  test("are covered by a star and by themselves", () => {
    const own = plain("arn:aws:iam::111122223333:user/${aws:username}");
    expect(covers("arn:aws:iam::111122223333:user/*", own)).toBe(true);
    expect(covers(own, own)).toBe(true);
    expect(covers(own, "arn:aws:iam::111122223333:user/*")).toBe(false);
  });

  test("may have a default with a star, which is no wildcard", () => {
    expect(covers(plain("arn:aws:s3:::b/${aws:PrincipalTag/team, '*'}/x"), "arn:aws:s3:::b/y/x")).toBe(false);
  });

  test("are text in older versions, and a star in them is a wildcard", () => {
    for (const version of [null, "2008-10-17"]) {
      expect(covers(plain("arn:aws:s3:::b/${*}", version), "arn:aws:s3:::b/${x}")).toBe(true);
    }
  });
});

test.each([
  ["*", true],
  ["**", true],
  ["?*", true],
  ["*:*", true],
  ["*/*", true],
  ["*:user/*", true],
  ["arn:*", true],
  ["arn:aws:iam*", true],
  ["arn:aws:iam::*:*", true],
  ["arn:aws:iam::*:user/*", true],
  ["arn:*:iam::*:user/*", true],
  ["arn:aws:iam::*:user*", true],
  ["arn:aws:iam::*:u*", true],
  ["arn:aws:iam::*:user/?*", true],
  ["arn:aws:iam::123456789012:*", true],
  ["arn:aws:iam::123456789012:user/*", true],
  ["arn:aws:s3:::*", true],
  ["arn:aws:s3:::*/*", true],
  ["arn:aws:lambda:*:*:function:*", true],
  ["arn:aws:apigateway:*::/*", true],
  ["arn:aws:s3:::bucket/*", false],
  ["arn:aws:s3:::bucket*", false],
  ["arn:aws:s3:::*-bucket/*", false],
  ["arn:aws:iam::123456789012:role/app-*", false],
  ["arn:aws:iam::123456789012:user/x", false],
  ["arn:aws:iam::*:user/team/*", false],
  ["arn:aws:iam::*:user/x", false],
  ["arn:aws:iam::123456789012:user/${aws:username}", false],
  ["arn:aws:iam::*:user/${*}", false],
  [`arn:aws:s3:::${unknownPart}*`, false],
  [`arn:${unknownPart}:iam::${unknownPart}:user/*`, true],
  [`arn:aws:iam::${unknownPart}:user/${unknownPart}*`, false],
  [unknownPart, false],
  ["", false],
])("%s is everything: %s", (resource, expected) => {
  expect(isEffectiveStar(resource)).toBe(expected);
});
