import { trustFindings, trustVerdicts } from "./support";

const grant = (service: string, action: string, condition?: object) => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: action,
  Resource: "arn:aws:sns:eu-west-1:111122223333:uploads",
  ...(condition === undefined ? {} : { Condition: condition }),
});

test.each([
  ["s3.amazonaws.com", "sns:Publish"],
  ["sns.amazonaws.com", "sqs:SendMessage"],
  ["apigateway.amazonaws.com", "lambda:InvokeFunction"],
  ["cloudtrail.amazonaws.com", "s3:PutObject"],
  ["logging.s3.amazonaws.com", "s3:PutObject"],
  ["logs.eu-west-1.amazonaws.com", "kms:Decrypt"],
  ["cloudwatch.amazonaws.com", "kms:GenerateDataKey"],
])("%s says for whom it calls %s", (service, action) => {
  expect(trustVerdicts(grant(service, action))).toEqual(["IAM406 warning"]);
});

test.each([
  ["events.amazonaws.com", "sns:Publish"],
  ["events.amazonaws.com", "kms:Decrypt"],
  ["new-service.amazonaws.com", "sns:Publish"],
])("%s does not for %s, as far as is known: a condition would lock it out", (service, action) => {
  expect(trustVerdicts(grant(service, action))).toEqual([]);
});

test.each([
  ["its account", { StringEquals: { "aws:SourceAccount": "111122223333" } }],
  ["its resource", { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::photos" } }],
  ["its organization", { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } }],
])("%s is enough", (_, condition) => {
  expect(trustVerdicts(grant("s3.amazonaws.com", "sns:Publish", condition))).toEqual([]);
});

test("any source is none", () => {
  for (const value of ["*", "arn:aws:s3:::*", "arn:aws:s3:*:*:*"]) {
    const condition = { ArnLike: { "aws:SourceArn": value } };
    expect(trustVerdicts(grant("s3.amazonaws.com", "sns:Publish", condition))).toEqual(["IAM406 warning"]);
  }
});

test("a key's encryption context names the log group", () => {
  const condition = {
    ArnLike: {
      "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:log-group:/jobs/*",
    },
  };
  expect(trustVerdicts(grant("logs.eu-west-1.amazonaws.com", "kms:Decrypt", condition))).toEqual([]);
});

test("a role's trust policy is another matter", () => {
  const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
  expect(trustVerdicts(trust)).toEqual([]);
});

test("a Deny is none, and each service is named by itself", () => {
  expect(trustVerdicts({ ...grant("s3.amazonaws.com", "sns:Publish"), Effect: "Deny" })).toEqual([]);
  const two = {
    ...grant("", "sns:Publish"),
    Principal: { Service: ["s3.amazonaws.com", "ses.amazonaws.com"] },
  };
  expect(trustFindings(two).map(({ pointer }) => pointer)).toEqual([
    "/Statement/0/Principal/Service/0",
    "/Statement/0/Principal/Service/1",
  ]);
});
