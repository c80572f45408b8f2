import { grantsOf } from "../../../../policies/lint/model/subject-grants";
import { subjects, type Subject } from "../../../../policies/lint/model/subjects";
import type { Policy } from "../../../../policies/lint/model/types";
import { readSources } from "../../../../policies/lint/sources";
import { allow, deny, lambdaTrust, policy } from "../helpers";

const modelOf = (files: Record<string, unknown>) =>
  readSources(Object.entries(files).map(([file, content]) => ({ file, content: JSON.stringify(content) })));

function policyOf(...statements: readonly unknown[]): Policy {
  const [read] = modelOf({ "policy.json": policy(...statements) }).policies;
  if (read === undefined) throw new Error("The policy could not be read.");
  return read;
}

const granted = (subject: Partial<Subject>) =>
  [
    ...grantsOf({ principal: null, policies: [], managedPolicies: [], boundary: null, ...subject }).values(),
  ].flatMap((grants) => grants.map(({ action, reach }) => `${action} ${reach}`));

describe("subjects", () => {
  test("a policy file is one by itself", () => {
    const model = modelOf({
      "a.json": policy(allow("s3:GetObject")),
      "b.json": policy(allow("s3:GetObject")),
    });
    expect(subjects(model).map(({ principal, policies }) => [principal, policies.length])).toEqual([
      [null, 1],
      [null, 1],
    ]);
  });

  test("trust and resource policies grant nothing to whoever holds them", () => {
    expect(subjects(modelOf({ "trust.json": lambdaTrust }))).toEqual([]);
  });

  test("a principal is one with all its policies, and a policy without a principal by itself", () => {
    const document = JSON.stringify(policy(allow("s3:GetObject")));
    const model = modelOf({
      "main.tf.json": {
        resource: {
          aws_iam_role: { jobs: { name: "jobs", assume_role_policy: JSON.stringify(lambdaTrust) } },
          aws_iam_role_policy: { own: { role: "jobs", policy: document } },
          aws_iam_policy: { shared: { policy: document }, unused: { policy: document } },
          aws_iam_role_policy_attachment: {
            shared: { role: "jobs", policy_arn: "${aws_iam_policy.shared.arn}" },
            managed: { role: "jobs", policy_arn: "arn:aws:iam::aws:policy/AWSLambda_FullAccess" },
          },
        },
      },
    });
    expect(
      subjects(model).map(({ principal, policies, managedPolicies }) => [
        principal?.resource,
        policies.map(({ resource }) => resource).sort(),
        managedPolicies,
      ]),
    ).toEqual([
      ["aws_iam_role.jobs", ["aws_iam_policy.shared", "aws_iam_role_policy.own"], ["AWSLambda_FullAccess"]],
      [undefined, ["aws_iam_policy.unused"], []],
    ]);
  });
});

describe("grants", () => {
  test("a boundary leaves what both allow", () => {
    const policies = [policyOf(allow(["iam:PassRole", "iam:CreateAccessKey", "sts:AssumeRole"]))];
    const boundary = policyOf(allow("iam:PassRole"), allow("sts:AssumeRole", "arn:aws:iam::*:role/one"));
    expect(granted({ policies, boundary })).toEqual(["iam:PassRole all", "sts:AssumeRole named"]);
  });

  test("a boundary's Deny takes away", () => {
    const policies = [policyOf(allow(["iam:PassRole", "sts:AssumeRole"]))];
    expect(granted({ policies, boundary: policyOf(allow("*"), deny("iam:*")) })).toEqual([
      "sts:AssumeRole all",
    ]);
  });

  test("a boundary limits the services that a role is passed to", () => {
    const toLambda = {
      ...allow("iam:PassRole"),
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    };
    const boundary = policyOf(toLambda);
    const [open] =
      grantsOf({
        principal: null,
        policies: [policyOf(allow("iam:PassRole"))],
        managedPolicies: [],
        boundary,
      }).get("iam:PassRole") ?? [];
    expect(open?.passesTo).toEqual(["lambda.amazonaws.com"]);
  });

  test("a boundary that is not known takes nothing away", () => {
    const policies = [policyOf(allow("iam:PassRole"))];
    expect(granted({ policies, boundary: "unknown" })).toEqual(["iam:PassRole all"]);
  });

  test("an AWS managed policy grants by its contents, less what is denied", () => {
    const managedPolicies = ["AWSLambda_FullAccess"];
    expect(granted({ managedPolicies })).toContain("lambda:CreateFunction all");
    const denied = [policyOf(deny("lambda:Create*"))];
    expect(granted({ managedPolicies, policies: denied })).not.toContain("lambda:CreateFunction all");
  });

  test.each([
    [
      "a condition on the resource's tag",
      { StringEquals: { "aws:ResourceTag/team": "x" } },
      ["sts:AssumeRole named"],
    ],
    ["a condition on the network", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, ["sts:AssumeRole all"]],
    ["a condition that this action never fulfils", { StringEquals: { "iam:PassedToService": "x" } }, []],
  ])("%s", (_, Condition, expected) => {
    expect(granted({ policies: [policyOf({ ...allow("sts:AssumeRole"), Condition })] })).toEqual(expected);
  });

  test("a wildcard in the service matches nothing", () => {
    expect(granted({ policies: [policyOf(allow("st?:AssumeRole"))] })).toEqual([]);
  });
});
