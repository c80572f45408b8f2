import { allow, deny, verdicts } from "../../helpers";
import { breadth, breadthFindings } from "./support";

const notAction = { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" };
const notResource = { Effect: "Allow", Action: "sqs:SendMessage", NotResource: "arn:aws:sqs:::x" };

test("Allow with NotAction is an error that lists what is left out", () => {
  const [finding, ...more] = breadthFindings(notAction);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ ruleId: "IAM204", severity: "error", pointer: "/Statement/0/NotAction" });
  expect(finding?.message).toContain("every action except iam:*, sts:*");
});

test("Deny with NotAction is not", () => {
  expect(
    breadthFindings(allow("s3:GetObject", "arn:aws:s3:::b/*"), { ...notAction, Effect: "Deny" }),
  ).toEqual([]);
});

test("a Deny of everything leaves nothing of NotAction; a Deny of a part leaves the rest", () => {
  expect(breadthFindings(notAction, deny("*"))).toEqual([]);
  const [finding] = breadthFindings(notAction, {
    Effect: "Deny",
    NotAction: "polly:SynthesizeSpeech",
    Resource: "*",
  });
  expect(finding?.message).toContain("1 action of polly (polly:SynthesizeSpeech)");
});

test("Allow with NotResource is an error, unless a Deny covers its actions everywhere", () => {
  expect(verdicts(breadthFindings(notResource))).toEqual(["IAM205 error"]);
  expect(breadthFindings(notResource, deny("sqs:*"))).toEqual([]);
  expect(verdicts(breadthFindings(notResource, deny("sqs:*", "arn:aws:sqs:::y")))).toEqual(["IAM205 error"]);
});

test("both at once are both named", () => {
  const both = { Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::x" };
  expect(verdicts(breadthFindings(both)).sort()).toEqual(["IAM204 error", "IAM205 error"]);
});

describe("several statements add up", () => {
  const except = (...names: string[]) => ({ Effect: "Allow", NotAction: names, Resource: "*" });

  test("what one leaves out, another grants: together they are everything", () => {
    const findings = breadthFindings(except("iam:*"), except("s3:*"));
    expect(verdicts(findings)).toEqual(["IAM204 error", "IAM204 error"]);
    expect(findings.every(({ message }) => message.includes("every action there is"))).toBe(true);
  });

  test("what all of them leave out stays out", () => {
    const findings = breadthFindings(except("iam:*"), except("iam:*", "s3:*"));
    expect(findings.map(({ message }) => message.includes("every action there is"))).toEqual([false, false]);
  });

  test("a name that AWS does not know leaves nothing out", () => {
    expect(breadthFindings(except("iam:DoesNotExist"))[0]?.severity).toBe("error");
  });
});

test("all but everything is nothing", () => {
  expect(breadth({ Effect: "Allow", NotAction: "*", Resource: "*" })).toEqual([]);
  expect(breadth({ Effect: "Allow", NotAction: ["s3:*", "*"], NotResource: "arn:aws:s3:::b" })).toEqual([]);
});

describe("Deny and NotResource", () => {
  const users = "arn:aws:iam::111122223333:user/*";
  const denyExcept = (notResource: string) => ({ Effect: "Deny", Action: "sqs:*", NotResource: notResource });

  test("a Deny that spares no more than the Allow leaves out takes all of it", () => {
    expect(breadthFindings(notResource, denyExcept("arn:aws:sqs:::x"))).toEqual([]);
    expect(verdicts(breadthFindings(notResource, denyExcept("arn:aws:sqs:::y")))).toEqual(["IAM205 error"]);
  });

  test("a Deny that spares resources of another kind takes all of it", () => {
    expect(breadthFindings(allow("sqs:SendMessage"), denyExcept(users))).toEqual([]);
    expect(verdicts(breadthFindings(allow("sqs:SendMessage"), denyExcept("arn:aws:sqs:*:*:*")))).toEqual([
      "IAM203 warning",
    ]);
  });
});
