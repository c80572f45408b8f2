import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lint, rules, type Report, type Source } from "../../../../policies/lint";
import { resolveFixes, type Proposal } from "../../../../policies/lint/fix";
import { awsManagedPolicies } from "../../../../bench/support/aws-managed-policies";

const fixtures = join(__dirname, "../fixtures");

function texts(folder: string): Source[] {
  return readdirSync(join(fixtures, folder)).map((name) => ({
    file: `${folder}/${name}`,
    content: readFileSync(join(fixtures, folder, name), "utf8"),
  }));
}

const examples: Source[] = rules.map(({ examples: { bad } }) => ({
  file: bad.file,
  content: typeof bad.content === "string" ? bad.content : JSON.stringify(bad.content, null, 2),
}));

const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const passing = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: "arn:aws:iam::111122223333:role/images",
};
const run = { Effect: "Allow", Action: "lambda:CreateFunction", Resource: "*" };

/** Faults whose answer is known, one a policy. */
const faults: Record<string, object> = {
  "a misspelt action": policy({
    Effect: "Deny",
    Action: ["s3:GetObjct", "s3:PutObject"],
    Resource: "arn:aws:s3:::x/*",
  }),
  "an old version": {
    Version: "2008-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::x/${aws:username}/*" }],
  },
  "no version": {
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::x/${aws:username}/*" }],
  },
  "a misspelt operator": policy({
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::x",
    Condition: { StringEqual: { "s3:prefix": "2024/" } },
  }),
  "a Deny that misses requests without MFA": policy({
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      Bool: { "aws:MultiFactorAuthPresent": "false" },
      StringEquals: { "aws:RequestedRegion": "eu-west-1" },
    },
  }),
  "an Allow that lets in without MFA": policy({
    ...passing,
    Action: "sqs:SendMessage",
    Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
  }),
  "IfExists on the organization": policy({
    ...passing,
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::x/*",
    Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  }),
  "ForAllValues on a single value": policy({
    ...passing,
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::x/*",
    Condition: { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  }),
  "PassRole to SageMaker and others": policy(passing, { ...run, Action: "sagemaker:CreateTrainingJob" }),
  "PassRole to SageMaker and others, with a condition": policy(
    { ...passing, Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } },
    { ...run, Action: "sagemaker:CreateTrainingJob" },
  ),
  "a deleted principal among others": policy({
    Effect: "Allow",
    Principal: { AWS: ["AROADBQP57FF2AEXAMPLE", "arn:aws:iam::111122223333:role/x"] },
    Action: "sqs:SendMessage",
    Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
  }),
};

/** The same policy as a file, compact and indented, and inside Terraform JSON. */
function forms(document: object): Source[] {
  const compact = JSON.stringify(document);
  const embedded = JSON.stringify({
    resource: { aws_iam_policy: { p: { policy: compact.replaceAll("${", () => "$${") } } },
  });
  return [
    { file: "indented.json", content: JSON.stringify(document, null, 2) },
    { file: "compact.json", content: compact },
    { file: "main.tf.json", content: embedded },
  ];
}

const identity = ({ ruleId, pointer, resource, message }: Report["findings"][number]) =>
  JSON.stringify([ruleId, pointer, resource, message]);

/** Applies one fix alone, and looks again. */
function check(source: Source, proposal: Proposal): "applied" | "suggested" {
  const { changes } = resolveFixes([proposal]);
  const [change] = changes;
  if (change === undefined) return "suggested";
  expect(change.after).not.toBe(change.before);
  const again = lint([{ ...source, content: change.after }]);
  expect(again.unreadable).toBe(false);
  expect(again.findings.map(identity)).not.toContain(identity(proposal.finding));
  return "applied";
}

function checkAll(sources: readonly Source[]): { applied: number; suggested: number } {
  const count = { applied: 0, suggested: 0 };
  for (const source of sources) {
    for (const proposal of lint([source]).proposals) count[check(source, proposal)]++;
  }
  return count;
}

test.each(Object.entries(faults))("%s is mended in every form, and nothing new comes up", (_, document) => {
  for (const source of forms(document)) {
    const report = lint([source]);
    const { changes } = resolveFixes(report.proposals);
    expect([source.file, changes.length]).toEqual([source.file, 1]);
    const after = lint([{ ...source, content: changes[0]?.after ?? "" }]);
    const fixed = new Set((changes[0]?.fixed ?? []).map(identity));
    const before = report.findings.map(identity);
    // A path through a role that is named, but not part of the input, stays: no edit of the policy can tell what it may do.
    const left = after.findings.filter(({ ruleId }) => ruleId !== "IAM305").map(identity);
    expect(left).toEqual(before.filter((one) => !fixed.has(one)));
  }
});

test("after each fix of the rules' examples and of all fixtures, the text parses and the finding is gone", () => {
  const { applied, suggested } = checkAll([...examples, ...texts("hard"), ...texts("reference-deployments")]);
  expect(applied).toBeGreaterThan(3);
  expect(suggested).toBeGreaterThan(4);
});

test("PassRole beside other actions is not given a condition that they do not have", () => {
  const document = policy({
    ...passing,
    Action: ["iam:PassRole", "sagemaker:CreateTrainingJob"],
    Resource: [passing.Resource, "*"],
  });
  const { proposals } = lint([{ file: "p.json", content: JSON.stringify(document) }]);
  expect(resolveFixes(proposals).changes).toEqual([]);
});

test("AWS's managed policies: each fix does what it says", () => {
  let sources: Source[];
  try {
    sources = awsManagedPolicies().map(({ file, text }) => ({ file, content: text }));
  } catch (error) {
    process.stdout.write(`every-fix.test.ts: not run on AWS's managed policies: ${String(error)}\n`);
    return;
  }
  const { applied } = checkAll(sources);
  expect(applied).toBeGreaterThan(4);
});

test.each<[string, object, boolean]>([
  ["in an Allow", { Effect: "Allow", Action: "s3:GetObjct" }, false],
  ["in a Deny", { Effect: "Deny", Action: "s3:GetObjct" }, true],
  ["left out of an Allow", { Effect: "Allow", NotAction: ["s3:GetObjct", "s3:PutObject"] }, true],
  ["spared by a Deny", { Effect: "Deny", NotAction: ["s3:GetObjct", "s3:PutObject"] }, false],
])("a misspelt action %s is corrected only where nothing more is granted", (_, statement, isWritten) => {
  const document = policy({ ...statement, Resource: "arn:aws:s3:::x/*" });
  const { proposals } = lint([{ file: "p.json", content: JSON.stringify(document) }]);
  const own = proposals.filter(({ finding }) => finding.ruleId === "IAM102");
  expect(own).toHaveLength(1);
  expect(resolveFixes(own).changes.map(({ after }) => after.includes("GetObject"))).toEqual(
    isWritten ? [true] : [],
  );
  if (!isWritten) expect(own[0]?.fix.suggestion).toBe("s3:GetObject");
});

test("a pattern's names are suggested where they are few, and never written: which are used, a person has to say", () => {
  const found = (action: string) => {
    const document = policy({
      Effect: "Allow",
      Action: action,
      Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
    });
    return lint([{ file: "p.json", content: JSON.stringify(document) }]).proposals;
  };
  const [few] = found("sqs:Get*");
  expect(few?.fix.suggestion).toEqual(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]);
  expect(resolveFixes(found("sqs:Get*")).changes).toEqual([]);
  expect(found("sqs:*")).toEqual([]);
});
