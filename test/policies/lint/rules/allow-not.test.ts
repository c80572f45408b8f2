import { allow, deny, lintStatements, verdicts } from "../helpers";

const notAction = { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" };
const notResource = { Effect: "Allow", Action: "sqs:SendMessage", NotResource: "arn:aws:sqs:::x" };

test("Allow with NotAction is an error that lists what is left out", () => {
  const [finding, ...more] = lintStatements(notAction);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ ruleId: "IAM204", severity: "error", pointer: "/Statement/0/NotAction" });
  expect(finding?.message).toContain("every action except iam:*, sts:*");
});

test("Deny with NotAction is not", () => {
  expect(lintStatements(allow("s3:GetObject"), { ...notAction, Effect: "Deny" })).toEqual([]);
});

test("a Deny of everything leaves nothing of NotAction; a Deny of a part leaves the rest", () => {
  expect(lintStatements(notAction, deny("*"))).toEqual([]);
  const [finding] = lintStatements(notAction, {
    Effect: "Deny",
    NotAction: "polly:SynthesizeSpeech",
    Resource: "*",
  });
  expect(finding?.message).toContain("1 action of polly (polly:SynthesizeSpeech)");
});

test("Allow with NotResource is an error, unless a Deny covers its actions everywhere", () => {
  expect(verdicts(lintStatements(notResource))).toEqual(["IAM205 error"]);
  expect(lintStatements(notResource, deny("sqs:*"))).toEqual([]);
  expect(verdicts(lintStatements(notResource, deny("sqs:*", "arn:aws:sqs:::y")))).toEqual(["IAM205 error"]);
});

test("both at once are both named", () => {
  const both = { Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::x" };
  expect(verdicts(lintStatements(both)).sort()).toEqual(["IAM204 error", "IAM205 error"]);
});
