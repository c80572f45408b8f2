import {
  alwaysHolds,
  holdsWheneverAllowed,
  isUnconditional,
  mayHoldFor,
  narrows,
  whyNotNarrowing,
} from "../../../../policies/lint/model/conditions";
import { servicesPassedTo } from "../../../../policies/lint/model/passed-services";
import { mayPassTo, passingLimits } from "../../../../policies/lint/model/passing-limits";
import { globalKeyTypes } from "../../../../policies/lint/model/actions";
import { meaningOfKey } from "../../../../policies/lint/model/condition-keys";
import type { Statement } from "../../../../policies/lint/model/types";
import { readStatements } from "./read";

type Block = Record<string, Record<string, unknown>>;

function withCondition(condition: Block | undefined, effect = "Allow"): Statement {
  const [statement] = readStatements({
    Effect: effect,
    Action: "iam:PassRole",
    Resource: "*",
    Condition: condition,
  });
  if (statement === undefined) throw new Error("no statement was read");
  return statement;
}

function firstNarrows(condition: Block): boolean {
  const { conditions } = withCondition(condition);
  const [first] = conditions;
  if (first === undefined) throw new Error("no condition was read");
  return narrows(first, conditions);
}

const policyArn = "iam:PolicyARN";
const tag = "aws:ResourceTag/team";

describe("what narrows an Allow", () => {
  test.each<[string, Block]>([
    ["a tag of the resource", { StringEquals: { [tag]: "ml" } }],
    ["a tag of the resource by pattern", { StringLike: { [tag]: "ml-*" } }],
    ["a literal star", { StringEquals: { [tag]: "*" } }],
    ["a boundary", { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/bound" } }],
    ["one policy", { ArnEquals: { [policyArn]: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" } }],
    ["a service", { StringEquals: { "iam:PassedToService": "glue.amazonaws.com" } }],
    [
      "a service, if the key exists, as it always does",
      { StringEqualsIfExists: { "iam:PassedToService": "glue.amazonaws.com" } },
    ],
    ["the service that calls KMS", { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }],
    ["a flag of the service", { Bool: { "kms:GrantIsForAWSResource": "true" } }],
    ["a key that this table does not know", { StringEquals: { "sqs:Some": "x" } }],
    ["a tag that must equal the caller's", { StringEquals: { [tag]: "${aws:PrincipalTag/team}" } }],
    [
      "a caller's tag that must equal the resource's",
      { StringEquals: { "aws:PrincipalTag/team": `\${${tag}}` } },
    ],
    [
      "all values of a key that must be there",
      { "ForAllValues:StringEquals": { [tag]: "ml" }, Null: { [tag]: "false" } },
    ],
    [
      "a tag, where there is one, that must be there",
      { StringEqualsIfExists: { [tag]: "ml" }, Null: { [tag]: false } },
    ],
    ["any of the values", { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": ["a"] } }],
  ])("%s", (_, condition) => {
    expect(firstNarrows(condition)).toBe(true);
  });
});

describe("what does not narrow an Allow", () => {
  test.each<[string, Block]>([
    ["StringLike of everything", { StringLike: { [tag]: "*" } }],
    ["a list that holds everything", { StringLike: { [tag]: ["ml", "*"] } }],
    ["stars and question marks", { StringLike: { [tag]: "?**" } }],
    ["ArnLike of everything", { ArnLike: { "lambda:FunctionArn": "arn:*" } }],
    ["every ARN of a type", { ArnLike: { "lambda:FunctionArn": "arn:aws:lambda:*:*:function:*" } }],
    [
      "every policy of AWS's, AdministratorAccess among them",
      { ArnLike: { [policyArn]: "arn:aws:iam::aws:policy/*" } },
    ],
    ["AdministratorAccess", { ArnEquals: { [policyArn]: "arn:aws:iam::aws:policy/AdministratorAccess" } }],
    [
      "a boundary that bounds nothing",
      { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" } },
    ],
    ["every service", { StringLike: { "iam:PassedToService": "*.amazonaws.com" } }],
    ["IfExists on a key that may be absent", { StringEqualsIfExists: { [tag]: "ml" } }],
    ["ForAllValues on a key that may be absent", { "ForAllValues:StringEquals": { [tag]: "ml" } }],
    [
      "ForAllValues of a service",
      { "ForAllValues:StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } },
    ],
    ["a key that must be absent", { Null: { [tag]: "true" } }],
    ["a key that must be there, whatever its value", { Null: { [tag]: "false" } }],
    ["everything but one tag", { StringNotEquals: { [tag]: "protected" } }],
    [
      "everything but one policy",
      { ArnNotLike: { [policyArn]: "arn:aws:iam::aws:policy/AdministratorAccess" } },
    ],
    ["both values of a flag", { Bool: { "kms:GrantIsForAWSResource": ["true", "false"] } }],
    ["a key compared with itself", { StringEquals: { [tag]: `\${${tag}}` } }],
    ["MFA", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["how long ago MFA was", { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }],
    ["the caller's address", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
    ["the caller's VPC", { StringEquals: { "aws:SourceVpc": "vpc-1" } }],
    ["the caller's organization", { StringEquals: { "aws:PrincipalOrgID": "o-abc" } }],
    ["the caller's tag", { StringEquals: { "aws:PrincipalTag/team": "ml" } }],
    ["the time", { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }],
    ["the region", { StringEquals: { "aws:RequestedRegion": "eu-west-1" } }],
    ["TLS", { Bool: { "aws:SecureTransport": "true" } }],
    ["a tag that the caller sends", { StringEquals: { "aws:RequestTag/team": "ml" } }],
    ["the own account", { StringEquals: { "aws:ResourceAccount": "111122223333" } }],
    ["the kind of instance", { StringEquals: { "ec2:InstanceType": "t3.micro" } }],
    ["the external id, which the caller sends", { StringEquals: { "sts:ExternalId": "x" } }],
    [
      "the function that calls",
      { ArnEquals: { "lambda:SourceFunctionArn": "arn:aws:lambda:eu-west-1:1:function:f" } },
    ],
    ["the way of the call", { Bool: { "aws:IsMcpServiceAction": "true" } }],
    ["keys in any case", { StringEquals: { "AWS:SOURCEVPC": "vpc-1" } }],
  ])("%s", (_, condition) => {
    expect(firstNarrows(condition)).toBe(false);
    expect(isUnconditional(withCondition(condition))).toBe(true);
  });

  test("and it says why", () => {
    const [condition] = withCondition({ "ForAllValues:StringEquals": { "aws:TagKeys": "x" } }).conditions;
    expect(condition && whyNotNarrowing(condition)).toBe("ForAllValues holds when the key is absent");
  });

  test("a condition that could not be read", () => {
    const statement = withCondition({ StringEquals: "oops" } as unknown as Block);
    expect(statement).toMatchObject({ conditional: true, conditions: [] });
    expect(isUnconditional(statement)).toBe(true);
    expect(holdsWheneverAllowed(statement, withCondition(undefined))).toBe(false);
  });
});

test("one condition that narrows is enough", () => {
  const condition = { Bool: { "aws:MultiFactorAuthPresent": "true" }, StringEquals: { [tag]: "ml" } };
  expect(isUnconditional(withCondition(condition))).toBe(false);
  expect(isUnconditional(withCondition(undefined))).toBe(true);
});

describe("a Deny covers only when it always holds", () => {
  test.each<[string, Block, boolean]>([
    ["the caller's ARN, whatever it is", { StringLike: { "aws:PrincipalArn": "*" } }, true],
    ["a tag, whatever it is, if there is one", { StringLikeIfExists: { [tag]: "*" } }, true],
    ["a tag, whatever it is", { StringLike: { [tag]: "*" } }, false],
    ["all tags, whatever they are", { "ForAllValues:StringLike": { "aws:TagKeys": "*" } }, true],
    ["a key absent or there", { Null: { [tag]: ["true", "false"] } }, true],
    ["a key that is always there", { Null: { "aws:PrincipalArn": "false" } }, true],
    ["a key that may be absent", { Null: { [tag]: "false" } }, false],
    ["without MFA", { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }, false],
    ["with or without MFA", { BoolIfExists: { "aws:MultiFactorAuthPresent": ["true", "false"] } }, true],
    [
      "with or without MFA, where the key is there",
      { Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } },
      false,
    ],
    ["outside one network", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, false],
    ["a literal star", { StringEquals: { "aws:PrincipalArn": "*" } }, false],
    [
      "one always, one not",
      { StringLike: { "aws:PrincipalArn": "*" }, Bool: { "aws:SecureTransport": "false" } },
      false,
    ],
  ])("%s: %s", (_, condition, expected) => {
    const { conditions } = withCondition(condition, "Deny");
    expect(conditions.every((each) => alwaysHolds(each, conditions))).toBe(expected);
    expect(holdsWheneverAllowed(withCondition(condition, "Deny"), withCondition(undefined))).toBe(expected);
  });

  test("or when the Allow has the same condition", () => {
    const mfa = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
    expect(holdsWheneverAllowed(withCondition(mfa, "Deny"), withCondition(mfa))).toBe(true);
    const other = { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } };
    expect(holdsWheneverAllowed(withCondition(mfa, "Deny"), withCondition(other))).toBe(false);
  });
});

describe("services that a role may be passed to", () => {
  const key = "iam:PassedToService";
  test.each<[string, Block | undefined, readonly string[] | "any"]>([
    ["no condition", undefined, "any"],
    ["another condition", { StringEquals: { [tag]: "ml" } }, "any"],
    ["one", { StringEquals: { [key]: "Lambda.amazonaws.com" } }, ["lambda.amazonaws.com"]],
    [
      "two",
      { StringEquals: { [key]: ["glue.amazonaws.com", "ec2.amazonaws.com"] } },
      ["glue.amazonaws.com", "ec2.amazonaws.com"],
    ],
    ["a pattern", { StringLike: { [key]: "ecs*.amazonaws.com" } }, ["ecs*.amazonaws.com"]],
    ["a pattern of all", { StringLike: { [key]: "*" } }, "any"],
    ["a star that is literal", { StringEquals: { [key]: "*" } }, []],
    [
      "both of two conditions",
      { StringEquals: { [key]: ["glue.amazonaws.com", "ec2.amazonaws.com"] }, StringLike: { [key]: "gl*" } },
      ["glue.amazonaws.com"],
    ],
    [
      "two conditions with nothing in common",
      { StringEquals: { [key]: "glue.amazonaws.com" }, StringLike: { [key]: "ec2*" } },
      [],
    ],
    ["if the key exists", { StringEqualsIfExists: { [key]: "glue.amazonaws.com" } }, ["glue.amazonaws.com"]],
    ["all but one", { StringNotEquals: { [key]: "glue.amazonaws.com" } }, "any"],
    [
      "two, without one",
      {
        StringEquals: { [key]: ["glue.amazonaws.com", "ec2.amazonaws.com"] },
        StringNotEquals: { [key]: "ec2.amazonaws.com" },
      },
      ["glue.amazonaws.com"],
    ],
    [
      "ForAllValues, passed by leaving the key out",
      { "ForAllValues:StringEquals": { [key]: "glue.amazonaws.com" } },
      "any",
    ],
  ])("%s", (_, condition, expected) => {
    expect(servicesPassedTo(withCondition(condition))).toEqual(expected);
  });

  test("a negated condition blocks what it names, and nothing else", () => {
    const limits = passingLimits(withCondition({ StringNotLike: { [key]: "lambda*" } }), []);
    expect(mayPassTo(limits, "lambda.amazonaws.com")).toBe(false);
    expect(mayPassTo(limits, "glue.amazonaws.com")).toBe(true);
  });

  test("only the named service is let through", () => {
    const limits = passingLimits(withCondition({ StringEquals: { [key]: "glue.amazonaws.com" } }), []);
    expect(mayPassTo(limits, "glue.amazonaws.com")).toBe(true);
    expect(mayPassTo(limits, "lambda.amazonaws.com")).toBe(false);
  });
});

describe("a key that an action never has", () => {
  const key = "iam:PassedToService";
  test.each<[string, Block, boolean]>([
    ["must equal something", { StringEquals: { [key]: "lambda.amazonaws.com" } }, false],
    ["must be there", { Null: { [key]: "false" } }, false],
    ["must be absent", { Null: { [key]: "true" } }, true],
    ["must equal something if it exists", { StringEqualsIfExists: { [key]: "lambda.amazonaws.com" } }, true],
    ["must not equal something", { StringNotEquals: { [key]: "lambda.amazonaws.com" } }, true],
    ["must equal something in all its values", { "ForAllValues:StringEquals": { [key]: "x" } }, true],
    ["must differ in one of its values", { "ForAnyValue:StringNotEquals": { [key]: "x" } }, false],
  ])("%s", (_, condition, expected) => {
    expect(mayHoldFor("lambda:CreateFunction", withCondition(condition))).toBe(expected);
  });

  test("PassRole has it, and other keys are not judged", () => {
    const passed = withCondition({ StringEquals: { [key]: "lambda.amazonaws.com" } });
    expect(mayHoldFor("IAM:passrole", passed)).toBe(true);
    expect(mayHoldFor("lambda:CreateFunction", withCondition({ StringEquals: { [tag]: "x" } }))).toBe(true);
  });
});

test("every key that AWS has for all services is judged, but for those that say something about the target", () => {
  const targets = Object.keys(globalKeyTypes()).filter((key) => meaningOfKey(key) === "target");
  expect(targets).toEqual(["aws:ResourceTag/${TagKey}"]);
});
