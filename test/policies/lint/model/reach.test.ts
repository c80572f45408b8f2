import { pathsToAdmin, reachGraph, type ReachEdge } from "../../../../policies/lint/model/reach";
import { readSources } from "../../../../policies/lint/sources";
import { allow, deny, policy } from "../helpers";

const trustOf = (...principals: readonly object[]) =>
  JSON.stringify(
    policy(...principals.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }))),
  );
const lambda = { Service: "lambda.amazonaws.com" };

/** The graph of roles by name: who they trust, and what they may do. */
function graphOf(roles: Record<string, { trust: readonly object[]; may?: readonly unknown[] }>) {
  const resource = {
    aws_iam_role: Object.fromEntries(
      Object.entries(roles).map(([name, { trust }]) => [
        name,
        { name, assume_role_policy: trustOf(...trust) },
      ]),
    ),
    aws_iam_role_policy: Object.fromEntries(
      Object.entries(roles).map(([name, { may = [allow("logs:PutLogEvents", "arn:aws:logs:*:*:*:x")] }]) => [
        name,
        { role: `\${aws_iam_role.${name}.id}`, policy: JSON.stringify(policy(...may)) },
      ]),
    ),
  };
  return reachGraph(readSources([{ file: "main.tf.json", content: JSON.stringify({ resource }) }]));
}

const arrows = (edges: readonly ReachEdge[]) =>
  edges.map(({ from, to, ruleId, path }) => [`${from} -> ${to}`, ruleId, path].filter(Boolean).join(" "));

test("an empty input has an empty graph", () => {
  expect(reachGraph(readSources([]))).toEqual({ nodes: [], edges: [] });
});

test("trust says who assumes a role", () => {
  const { nodes, edges } = graphOf({
    a: {
      trust: [
        lambda,
        { AWS: "arn:aws:iam::111122223333:root" },
        { AWS: "arn:aws:iam::111122223333:role/team/b" },
        { AWS: "arn:aws:iam::444455556666:user/eve" },
        { AWS: "*" },
      ],
    },
    b: { trust: [lambda] },
  });
  expect(arrows(edges)).toEqual([
    "lambda.amazonaws.com -> aws_iam_role.a",
    "account 111122223333 -> aws_iam_role.a",
    "aws_iam_role.b -> aws_iam_role.a",
    "arn:aws:iam::444455556666:user/eve -> aws_iam_role.a",
    "everyone -> aws_iam_role.a",
    "lambda.amazonaws.com -> aws_iam_role.b",
  ]);
  expect(nodes.map(({ label, kind }) => `${kind} ${label}`)).toEqual([
    "role a",
    "role b",
    "service lambda.amazonaws.com",
    "account account 111122223333",
    "user eve",
    "everyone everyone",
  ]);
});

test("a path ends at the roles that its service may assume, and at all that is not in the input", () => {
  const start = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]);
  const { edges } = graphOf({
    ci: { trust: [{ Service: "codebuild.amazonaws.com" }], may: [start] },
    job: { trust: [lambda] },
    web: { trust: [{ Service: "ec2.amazonaws.com" }] },
  });
  expect(arrows(edges.filter(({ path }) => path === "lambda-001"))).toEqual([
    "aws_iam_role.ci -> aws_iam_role.job IAM305 lambda-001",
    "aws_iam_role.ci -> admin IAM305 lambda-001",
  ]);
});

test("a role that changes its own permissions reaches everything, and so do all who reach it", () => {
  const graph = graphOf({
    first: { trust: [lambda], may: [allow("sts:AssumeRole", "arn:aws:iam::*:role/second")] },
    second: { trust: [{ AWS: "arn:aws:iam::111122223333:root" }], may: [allow("iam:AttachRolePolicy")] },
    harmless: { trust: [lambda] },
  });
  const ways = pathsToAdmin(graph);
  expect([...ways.keys()].sort()).toEqual([
    "account 111122223333",
    "aws_iam_role.first",
    "aws_iam_role.second",
    "lambda.amazonaws.com",
  ]);
  expect(arrows(ways.get("lambda.amazonaws.com") ?? [])).toEqual([
    "lambda.amazonaws.com -> aws_iam_role.first",
    "aws_iam_role.first -> aws_iam_role.second sts-001",
    "aws_iam_role.second -> admin IAM303 iam-009",
  ]);
});

test("what is denied leads nowhere", () => {
  const { edges } = graphOf({ a: { trust: [lambda], may: [allow("iam:AttachRolePolicy"), deny("iam:*")] } });
  expect(arrows(edges)).toEqual(["lambda.amazonaws.com -> aws_iam_role.a"]);
});

test("an administrator is one by a single edge", () => {
  const { edges } = graphOf({ a: { trust: [lambda], may: [allow("*")] } });
  expect(arrows(edges)).toEqual(["lambda.amazonaws.com -> aws_iam_role.a", "aws_iam_role.a -> admin"]);
});

test("roles that trust each other in a circle come to an end", () => {
  const trust = (name: string) => [{ AWS: `arn:aws:iam::111122223333:role/${name}` }];
  const graph = graphOf({
    a: { trust: trust("b") },
    b: { trust: trust("a"), may: [allow("iam:PutRolePolicy")] },
  });
  expect([...pathsToAdmin(graph)].map(([id, way]) => [id, way.length])).toEqual([
    ["aws_iam_role.a", 2],
    ["aws_iam_role.b", 1],
  ]);
});
