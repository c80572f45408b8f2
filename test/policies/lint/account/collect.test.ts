/** Against moto's stand-in for IAM, STS, EC2 and Lambda, over HTTP. */
import {
  accountSource,
  collectAccount,
  formatSnapshot,
  readSnapshot,
  type AccountSnapshot,
} from "../../../../policies/lint/account";
import type { Progress } from "../../../../policies/lint/account";
import { lint } from "../../../../policies/lint";
import { consolePolicy, fillAccount } from "./account-with-everything";
import { environmentOf, startMoto, useEnvironment, type Moto } from "./moto";

let moto: Moto;
let snapshot: AccountSnapshot;
let secrets: string[];
const progress: Progress[] = [];

beforeAll(async () => {
  moto = await startMoto();
});
useEnvironment(() => environmentOf(moto.endpoint));
beforeAll(async () => {
  secrets = await fillAccount({ endpoint: moto.endpoint, region: "eu-west-1" });
  snapshot = await collectAccount({ pollMilliseconds: 10 }, (step) => progress.push(step));
});
afterAll(() => moto.stop());

const role = (name: string) => snapshot.roles.find((one) => one.name === name);
const user = (name: string) => snapshot.users.find((one) => one.name === name);

test("the account, the time, and nothing missing", () => {
  expect(snapshot).toMatchObject({
    format: "policy-lint-account",
    version: 1,
    accountId: "123456789012",
    missing: [],
  });
  expect(Math.abs(Date.now() - Date.parse(snapshot.collectedAt))).toBeLessThan(120_000);
});

test("all roles of all pages, in order", () => {
  const many = snapshot.roles.filter(({ name }) => name.startsWith("many-"));
  expect(many).toHaveLength(300);
  expect(many.map(({ arn }) => arn)).toEqual(many.map(({ arn }) => arn).sort());
});

test("a role with its documents decoded, its tags, and when it was used", () => {
  expect(role("classify-role")).toMatchObject({
    arn: "arn:aws:iam::123456789012:role/service-role/classify-role",
    path: "/service-role/",
    tags: { team: "photos" },
    trustPolicy: { Statement: [{ Principal: { Service: "lambda.amazonaws.com" } }] },
    inlinePolicies: [
      {
        name: "logs",
        document: { Statement: [{ Condition: { StringLike: { "aws:userid": "100%25 a+b ü" } } }] },
      },
    ],
    attachedPolicies: ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"],
    boundary: null,
    lastUsed: { at: expect.stringMatching(/^20.*Z$/) as string },
  });
  expect(role("resize-role")).toMatchObject({
    lastUsed: null,
    boundary: "arn:aws:iam::123456789012:policy/only-s3",
  });
});

test("users with groups, password, MFA and keys with their use", () => {
  expect(user("ann")).toMatchObject({ groups: ["people"], boundary: null, password: { exists: true } });
  expect(user("ann")?.mfaDevices).toEqual([expect.stringMatching(/mfa\/ann$/)]);
  expect(user("ann")?.accessKeys).toMatchObject([{ active: true, lastUsed: { region: "eu-west-1" } }]);
  expect(user("bob")).toMatchObject({ boundary: null, mfaDevices: [] });
  expect(user("bob")?.accessKeys).toMatchObject([{ active: true, lastUsed: null }, { lastUsed: null }]);
});

test("managed policies: the customer's, and of AWS's over a thousand the attached one", () => {
  expect(snapshot.managedPolicies.map(({ name }) => name)).toEqual([
    consolePolicy,
    "only-s3",
    "AmazonSageMakerFullAccess",
  ]);
});

test("functions of every enabled region, with roles and resource policies", () => {
  expect(snapshot.regions.all).toBe(true);
  expect(snapshot.regions.names).toEqual(expect.arrayContaining(["eu-west-1", "us-east-1"]));
  expect(snapshot.functions).toEqual([
    {
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:classify",
      name: "classify",
      region: "eu-west-1",
      roles: ["arn:aws:iam::123456789012:role/service-role/classify-role"],
      resourcePolicy: expect.objectContaining({
        Statement: [expect.objectContaining({ Sid: "api" })],
      }) as object,
    },
  ]);
});

test("the root user", () => {
  expect(snapshot.root).toMatchObject({ hasAccessKeys: false });
});

test("no secret is in it", () => {
  const saved = formatSnapshot(snapshot);
  expect(secrets).toHaveLength(4);
  expect(secrets.filter((secret) => secret === "" || saved.includes(secret))).toEqual([]);
});

test("progress goes to the end of each step", () => {
  const regions = snapshot.regions.names.length;
  expect(progress).toContainEqual({ step: "access keys and MFA", done: 2, total: 2 });
  expect(progress).toContainEqual({ step: "functions by region", done: regions, total: regions });
});

test("a saved snapshot reads as the same, and gives the same findings as the account", () => {
  const saved = formatSnapshot(snapshot);
  expect(readSnapshot(saved, "saved.json")).toEqual(snapshot);
  const withoutFile = (file: string, content: string) =>
    lint([{ file, content }]).findings.map((finding) => ({ ...finding, file: "", fingerprint: "" }));
  const { file, content } = accountSource(snapshot);
  expect(withoutFile(file, content as string)).toEqual(withoutFile("saved.json", saved));
});

test("the deleted function's role and policy are found, the used one is not; FullAccess and MFA as well", () => {
  const { findings } = lint([accountSource(snapshot)]);
  const of = (id: string) => findings.filter(({ ruleId }) => ruleId === id);
  expect(of("IAM503")).toEqual([
    expect.objectContaining({
      severity: "warning",
      confidence: "high",
      resource: "arn:aws:iam::123456789012:role/service-role/resize-role",
      message: `Only Lambda may assume the role, and no function in any region uses it; its policies name the function resize, which does not exist. Delete the role, and its policy ${consolePolicy}.`,
    }),
  ]);
  const bob = "arn:aws:iam::123456789012:user/bob";
  expect(of("IAM507").map(({ resource }) => resource)).toEqual([bob]);
  expect(of("IAM509").map(({ resource }) => resource)).toContain(bob);
  // New, so that nothing is stale, old or unused yet.
  expect(["IAM501", "IAM505", "IAM506"].flatMap(of)).toEqual([]);
  expect(findings).toContainEqual(
    expect.objectContaining({
      severity: "error",
      message: expect.stringContaining("AmazonSageMakerFullAccess") as string,
      resource: "arn:aws:iam::123456789012:role/service-role/classify-role",
    }),
  );
});

test("regions that the caller chose are looked at alone, and make the finding less sure", async () => {
  const some = await collectAccount({
    regions: ["us-east-1", "eu-west-1", "eu-west-1"],
    pollMilliseconds: 10,
  });
  expect(some.regions).toEqual({ names: ["eu-west-1", "us-east-1"], all: false });
  const orphans = lint([accountSource(some)]).findings.filter(({ ruleId }) => ruleId === "IAM503");
  expect(orphans).toEqual([expect.objectContaining({ severity: "warning", confidence: "medium" })]);
  expect(orphans[0]?.message).toContain("no function in eu-west-1, us-east-1 uses it");
});

test("a year later, what is unused is stale, and keys are old", () => {
  const later = new Date(Date.now() + 365 * 24 * 60 * 60 * 1000);
  const { findings } = lint([accountSource({ ...snapshot, collectedAt: later.toISOString() })]);
  const count = (id: string) => findings.filter(({ ruleId }) => ruleId === id).length;
  // All but the one left over; the used one's use is a year ago.
  expect(count("IAM501")).toBe(301);
  expect(count("IAM506")).toBe(3);
  expect(count("IAM505")).toBe(0);
});
