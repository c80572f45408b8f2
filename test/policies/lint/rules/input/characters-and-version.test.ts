import { illegalCharacters } from "../../../../../policies/lint/rules/input/illegal-characters";
import { oldVersionWithVariable } from "../../../../../policies/lint/rules/input/old-version-with-variable";
import { allow } from "../../helpers";
import { only, onlyFile } from "../only";

const withSid = (sid: string) => ({ ...allow("s3:GetObject", "arn:aws:s3:::b/*"), Sid: sid });

describe("characters", () => {
  test.each([
    ["a dash", "a–b", "U+2013"],
    ["a typographic quote", "a’b", "U+2019"],
    ["the first beyond Latin-1", "Ā", "U+0100"],
    ["an emoji", "🐕", "U+1F415"],
    ["a zero-width space", "a\u200Bb", "U+200B"],
  ])("%s is an error that names it", (_, text, code) => {
    const findings = only(illegalCharacters, withSid(text));
    expect(findings).toMatchObject([{ severity: "error", pointer: "/Statement/0/Sid" }]);
    expect(findings[0]?.message).toContain(code);
  });

  test.each([" ", "ÿ", "é", "~", "a\tb", "a\nb"])("%j is allowed", (text) => {
    expect(only(illegalCharacters, withSid(text))).toEqual([]);
  });

  test("an escape is plain text, in a file and in a string of Terraform JSON", () => {
    const document =
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::\\u2013"}]}';
    expect(onlyFile(illegalCharacters, "policy.json", document)).toEqual([]);
    expect(onlyFile(illegalCharacters, "policy.json", document.replace("\\u2013", "–"))).toHaveLength(1);
    const resource = (policy: string) => ({ resource: { aws_iam_policy: { p: { policy } } } });
    expect(onlyFile(illegalCharacters, "main.tf.json", resource(document))).toEqual([]);
    expect(
      onlyFile(illegalCharacters, "main.tf.json", resource(document.replace("\\u2013", "–"))),
    ).toHaveLength(1);
  });

  test("keys count, expressions and other services' policies do not", () => {
    const condition = { StringEquals: { "aws:ResourceTag/größe–x": "1" } };
    expect(only(illegalCharacters, { ...allow("s3:GetObject"), Condition: condition })).toHaveLength(1);
    const document = JSON.stringify({ Statement: [withSid("–")] });
    const on = (type: string, policy: string) =>
      onlyFile(illegalCharacters, "main.tf.json", { resource: { [type]: { x: { policy } } } });
    expect(on("aws_s3_bucket_policy", document)).toEqual([]);
    expect(on("aws_kms_key", document)).toHaveLength(1);
    expect(on("aws_iam_policy", document.replace("–", "${var.x}"))).toEqual([]);
  });
});

describe("versions", () => {
  const home = allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*");
  const inVersion = (version: string | undefined, ...statements: unknown[]) =>
    onlyFile(oldVersionWithVariable, "policy.json", { Version: version, Statement: statements });

  test("a variable in an old version, or in none, is a warning at its place", () => {
    expect(inVersion("2008-10-17", home)).toMatchObject([
      {
        severity: "warning",
        pointer: "/Statement/0/Resource",
        message: expect.stringContaining("${aws:username}") as string,
      },
    ]);
    expect(inVersion(undefined, home)[0]?.message).toContain("has no Version");
  });

  test("a variable in a condition counts, too, and many are one finding", () => {
    const condition = { StringLike: { "s3:prefix": ["${aws:username}/*"] } };
    const statement = { ...allow("s3:ListBucket", "arn:aws:s3:::b"), Condition: condition };
    expect(inVersion("2008-10-17", statement, home, home)).toMatchObject([
      { pointer: "/Statement/0/Condition/StringLike/s3:prefix/0" },
    ]);
  });

  test("the new version, and an old one without variables, are right", () => {
    expect(inVersion("2012-10-17", home)).toEqual([]);
    expect(inVersion("2008-10-17", allow("s3:GetObject", "arn:aws:s3:::b/*"))).toEqual([]);
    expect(inVersion(undefined, allow("s3:GetObject", "arn:aws:s3:::b/$aws"))).toEqual([]);
  });

  test("in Terraform JSON, an expression is no variable, and an escaped one is", () => {
    const asTerraform = (resource: string) => {
      const policy = JSON.stringify({ Statement: [allow("s3:GetObject", resource)] });
      return onlyFile(oldVersionWithVariable, "main.tf.json", {
        resource: { aws_iam_policy: { p: { policy } } },
      });
    };
    expect(asTerraform("arn:aws:s3:::b/${var.user}/*")).toEqual([]);
    expect(asTerraform("arn:aws:s3:::b/$${aws:username}/*")).toHaveLength(1);
  });
});
