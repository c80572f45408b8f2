/** What a scan makes of answers that are no data: clients of AWS's SDK with stubbed sends. */
import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { lint } from "../../../../policies/lint";
import { AccountError, accountSource, collectAccount } from "../../../../policies/lint/account";
import { trustOf } from "./account-with-everything";
import { environmentOf, useEnvironment } from "./moto";

const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
const ec2 = mockClient(EC2Client);
const lambda = mockClient(LambdaClient);

// Should a stub be missing, nothing is reached.
useEnvironment(() => environmentOf("http://127.0.0.1:9"));

const report = [
  "user,arn,password_enabled,password_last_used",
  "<root_account>,arn:aws:iam::111122223333:root,not_supported,not_supported",
  "ann,arn:aws:iam::111122223333:user/ann,true,2026-01-02T03:04:05+00:00",
  "bob,arn:aws:iam::111122223333:user/bob,false,N/A",
].join("\n");

const created = new Date("2025-01-01T00:00:00Z");
const arnOf = (kind: string, name: string) => `arn:aws:iam::111122223333:${kind}/${name}`;

beforeEach(() => {
  for (const client of [iam, sts, ec2, lambda]) client.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: "111122223333" });
  ec2
    .on(DescribeRegionsCommand)
    .resolves({ Regions: [{ RegionName: "eu-west-1" }, { RegionName: "eu-north-1" }] });
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({
    RoleDetailList: [
      {
        Arn: arnOf("role", "left"),
        RoleName: "left",
        Path: "/",
        CreateDate: created,
        AssumeRolePolicyDocument: encodeURIComponent(trustOf("lambda.amazonaws.com")),
      },
      {
        Arn: arnOf("role", "aws-service-role/x/own"),
        RoleName: "own",
        Path: "/aws-service-role/x/",
        CreateDate: created,
        AssumeRolePolicyDocument: encodeURIComponent(trustOf("x.amazonaws.com")),
      },
    ],
    UserDetailList: ["ann", "bob"].map((name) => {
      return { Arn: arnOf("user", name), UserName: name, Path: "/", CreateDate: created };
    }),
  });
  iam.on(GenerateCredentialReportCommand).resolvesOnce({ State: "STARTED" }).resolves({ State: "COMPLETE" });
  iam.on(GetCredentialReportCommand).resolves({ Content: new TextEncoder().encode(report) });
  iam.on(ListAccessKeysCommand).resolves({});
  iam.on(ListMFADevicesCommand).resolves({});
  iam
    .on(GetAccountSummaryCommand)
    .resolves({ SummaryMap: { AccountAccessKeysPresent: 1, AccountMFAEnabled: 0 } });
  lambda.on(ListFunctionsCommand).resolves({});
});

function denial(action: string): Error {
  return Object.assign(new Error(`not authorized to perform ${action}`), { name: "AccessDeniedException" });
}

const scan = (options = {}) =>
  collectAccount({ pollMilliseconds: 1, now: new Date("2026-02-01T00:00:00Z"), ...options });

test("passwords come from the credential report, which is waited for; the root user's from the summary", async () => {
  const { users, root, missing } = await scan();
  expect(users.map(({ password }) => password)).toEqual([
    { exists: true, lastUsed: { at: "2026-01-02T03:04:05.000Z", region: null } },
    { exists: false, lastUsed: null },
  ]);
  expect(iam.commandCalls(GenerateCredentialReportCommand)).toHaveLength(2);
  expect(root).toEqual({ hasAccessKeys: true, hasMfa: false, hasPassword: null });
  expect(missing).toEqual([]);
});

describe("a role of Lambda that no seen function uses", () => {
  const verdict = async () => {
    const { findings } = lint([accountSource(await scan())]);
    return findings.filter(({ ruleId }) => ["IAM501", "IAM503"].includes(ruleId));
  };

  test("is left over, and for sure as it is old, when all regions answered", async () => {
    expect(await verdict()).toEqual([
      expect.objectContaining({ ruleId: "IAM503", severity: "warning", confidence: "high" }),
    ]);
  });

  test("is unknown when one region denied, with the permission and the region", async () => {
    lambda.on(ListFunctionsCommand).rejectsOnce(denial("lambda:ListFunctions")).resolves({});
    const [finding, ...others] = await verdict();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ ruleId: "IAM503", severity: "info" });
    expect(finding?.message).toMatch(/cannot be told: .* in eu-north-1 \(lambda:ListFunctions is missing\)/);
  });

  test("is unknown when the regions could not be listed", async () => {
    ec2.on(DescribeRegionsCommand).rejects(Object.assign(new Error("no"), { name: "UnauthorizedOperation" }));
    const snapshot = await scan();
    expect(snapshot.regions).toEqual({ names: ["eu-west-1"], all: false });
    expect(snapshot.missing).toMatchObject([{ area: "regions", permission: "ec2:DescribeRegions" }]);
    const [finding] = await verdict();
    expect(finding).toMatchObject({ ruleId: "IAM503", severity: "info" });
    expect(finding?.message).toContain("ec2:DescribeRegions is missing");
  });

  test("is unknown when a region fails for another reason", async () => {
    lambda.on(ListFunctionsCommand).rejects(Object.assign(new Error("no route"), { name: "TimeoutError" }));
    const { missing } = await scan();
    expect(missing).toEqual(
      ["eu-north-1", "eu-west-1"].map((region) => {
        return { area: "functions", region, permission: null, message: "TimeoutError: no route" };
      }),
    );
    expect(await verdict()).toMatchObject([{ ruleId: "IAM503", severity: "info" }]);
  });
});

test("each permission of users that is missing is named once, and nobody is said to be without MFA", async () => {
  iam.on(ListAccessKeysCommand).rejects(denial("iam:ListAccessKeys"));
  iam.on(ListMFADevicesCommand).rejects(denial("iam:ListMFADevices"));
  iam.on(GetCredentialReportCommand).rejects(denial("iam:GetCredentialReport"));
  iam.on(GetAccountSummaryCommand).rejects(denial("iam:GetAccountSummary"));
  const snapshot = await scan();
  expect(snapshot.missing.map(({ area, permission }) => [area, permission])).toEqual([
    ["access-keys", "iam:ListAccessKeys"],
    ["credential-report", "iam:GetCredentialReport"],
    ["mfa-devices", "iam:ListMFADevices"],
    ["root", "iam:GetAccountSummary"],
  ]);
  expect(snapshot.users[0]).toMatchObject({ password: null, mfaDevices: null, accessKeys: null });
  expect(snapshot.root).toBeNull();
  const { findings } = lint([accountSource(snapshot)]);
  expect(findings.filter(({ ruleId }) => /IAM50[5-9]/.test(ruleId))).toEqual([]);
  expect(findings.filter(({ ruleId }) => ruleId === "IAM007")).toHaveLength(4);
});

test("without the authorization details, all that they hold is missing", async () => {
  iam.on(GetAccountAuthorizationDetailsCommand).rejects(denial("iam:GetAccountAuthorizationDetails"));
  const { missing, roles } = await scan({ serviceUse: ["left"] });
  expect(roles).toEqual([]);
  expect(missing.map(({ area }) => area)).toEqual(["policies", "roles", "users"]);
});

describe("use of services", () => {
  beforeEach(() => {
    iam.on(GenerateServiceLastAccessedDetailsCommand).resolves({ JobId: "job" });
    iam
      .on(GetServiceLastAccessedDetailsCommand)
      .resolvesOnce({ JobStatus: "IN_PROGRESS" })
      .resolvesOnce({
        JobStatus: "COMPLETED",
        IsTruncated: true,
        Marker: "more",
        ServicesLastAccessed: [
          {
            ServiceName: "S3",
            ServiceNamespace: "s3",
            LastAuthenticated: created,
            LastAuthenticatedRegion: "eu-west-1",
          },
        ],
      })
      .resolves({
        JobStatus: "COMPLETED",
        ServicesLastAccessed: [{ ServiceName: "SQS", ServiceNamespace: "sqs" }],
      });
  });

  test("is asked for by name; the job is waited for, its pages are turned", async () => {
    const { serviceUse } = await scan({ serviceUse: ["left"] });
    expect(serviceUse).toEqual([
      {
        principalArn: arnOf("role", "left"),
        services: [
          { service: "s3", lastUsed: { at: "2025-01-01T00:00:00.000Z", region: "eu-west-1" } },
          { service: "sqs", lastUsed: null },
        ],
      },
    ]);
  });

  test("of all, but for AWS's own roles", async () => {
    const { serviceUse } = await scan({ serviceUse: ["*"] });
    expect(serviceUse.map(({ principalArn }) => principalArn)).toEqual([
      arnOf("role", "left"),
      arnOf("user", "ann"),
      arnOf("user", "bob"),
    ]);
  });

  test("of nobody, when nobody is asked for", async () => {
    expect((await scan()).serviceUse).toEqual([]);
    expect(iam.commandCalls(GenerateServiceLastAccessedDetailsCommand)).toEqual([]);
  });

  test("of a role that does not exist is refused before anything slow", async () => {
    await expect(scan({ serviceUse: ["lefd"] })).rejects.toThrow(
      new AccountError('there is no role or user "lefd" whose use of services could be asked for'),
    );
    expect(iam.commandCalls(GenerateCredentialReportCommand)).toEqual([]);
  });

  test("that is denied, or whose job fails, is missing and not unused", async () => {
    iam
      .on(GenerateServiceLastAccessedDetailsCommand)
      .rejectsOnce(denial("iam:Generate…"))
      .resolves({ JobId: "job" });
    iam
      .on(GetServiceLastAccessedDetailsCommand)
      .resolves({ JobStatus: "FAILED", Error: { Message: "broke", Code: "x" } });
    const { serviceUse, missing } = await scan({ serviceUse: ["ann", "bob"] });
    expect(serviceUse).toEqual([]);
    expect(missing.map(({ area, permission, message }) => [area, permission, message])).toEqual([
      ["service-use", null, "Error: broke"],
      [
        "service-use",
        "iam:GenerateServiceLastAccessedDetails",
        "AccessDeniedException: not authorized to perform iam:Generate…",
      ],
    ]);
  });
});

test("without credentials the scan ends with what to do", async () => {
  sts
    .on(GetCallerIdentityCommand)
    .rejects(Object.assign(new Error("none found"), { name: "CredentialsProviderError" }));
  await expect(scan()).rejects.toThrow(AccountError);
  await expect(scan()).rejects.toThrow(/CredentialsProviderError: none found\); set AWS_PROFILE/);
});

test("credentials that expire on the way end the scan, for all after would be missing", async () => {
  lambda
    .on(ListFunctionsCommand)
    .rejects(Object.assign(new Error("expired"), { name: "ExpiredTokenException" }));
  await expect(scan()).rejects.toThrow(new AccountError("the credentials expired during the scan (expired)"));
});
