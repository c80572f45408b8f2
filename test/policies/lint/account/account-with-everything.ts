import { IAMClient } from "@aws-sdk/client-iam";
import * as iam from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  AddPermissionCommand,
  DeleteFunctionCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { zipSync } from "fflate";

export const consolePolicy = "AWSLambdaBasicExecutionRole-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

export function trustOf(service: string): string {
  return document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}

function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Fills the stand-in: what a scan must see. 300 roles `many-…` make it turn pages. @returns the secrets of its users */
export async function fillAccount(settings: { endpoint: string; region: string }): Promise<string[]> {
  const client = new IAMClient(settings);
  await makeFunctions(client, settings);
  const secrets = await makeUsers(client, settings);
  const names = Array.from({ length: 300 }, (_, index) => `many-${String(index).padStart(3, "0")}`);
  for (const RoleName of names) {
    await client.send(
      new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustOf("ec2.amazonaws.com") }),
    );
  }
  client.destroy();
  return secrets;
}

/** Two functions, one of which is deleted again: its role and policy stay. */
async function makeFunctions(
  client: IAMClient,
  settings: { endpoint: string; region: string },
): Promise<void> {
  const lambda = new LambdaClient(settings);
  const Code = { ZipFile: zipSync({ "index.py": new TextEncoder().encode("def handler(*_): pass") }) };
  for (const name of ["resize", "classify"]) {
    const RoleName = `${name}-role`;
    const { Role } = await client.send(
      new iam.CreateRoleCommand({
        RoleName,
        Path: "/service-role/",
        AssumeRolePolicyDocument: trustOf("lambda.amazonaws.com"),
        Tags: [{ Key: "team", Value: "photos" }],
      }),
    );
    const log = {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // Percent signs and plus signs must survive the encoding of documents.
      Resource: `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/${name}:*`,
      Condition: { StringLike: { "aws:userid": "100%25 a+b ü" } },
    };
    await client.send(
      new iam.PutRolePolicyCommand({ RoleName, PolicyName: "logs", PolicyDocument: document(log) }),
    );
    const settingsOf = {
      FunctionName: name,
      Runtime: "python3.12",
      Handler: "index.handler",
      Role: Role?.Arn,
      Code,
    } as const;
    await lambda.send(new CreateFunctionCommand(settingsOf));
  }
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "classify",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "resize" }));
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({
      PolicyName: consolePolicy,
      PolicyDocument: document({
        Effect: "Allow",
        Action: "logs:CreateLogGroup",
        Resource: "arn:aws:logs:*:*:*",
      }),
    }),
  );
  await client.send(new iam.AttachRolePolicyCommand({ RoleName: "resize-role", PolicyArn: Policy?.Arn }));
  await client.send(
    new iam.AttachRolePolicyCommand({
      RoleName: "classify-role",
      PolicyArn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
    }),
  );
  const { Credentials } = await new STSClient(settings).send(
    new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::123456789012:role/service-role/classify-role",
      RoleSessionName: "x",
    }),
  );
  await callWith(Credentials, settings);
  lambda.destroy();
}

/** A call with these credentials, so that they count as used. */
async function callWith(
  key: {
    AccessKeyId?: string | undefined;
    SecretAccessKey?: string | undefined;
    SessionToken?: string | undefined;
  } = {},
  settings: { endpoint: string; region: string },
): Promise<void> {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = key;
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const own = new IAMClient({ ...settings, credentials });
  await own.send(new iam.ListUsersCommand({}));
  own.destroy();
}

/** Ann has a password, MFA and a used key; Bob a password, two keys and no MFA. A policy of theirs bounds a role. */
async function makeUsers(
  client: IAMClient,
  settings: { endpoint: string; region: string },
): Promise<string[]> {
  const password = "not-a-secret-1A!";
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({
      PolicyName: "only-s3",
      PolicyDocument: document({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
    }),
  );
  await client.send(
    new iam.PutRolePermissionsBoundaryCommand({
      RoleName: "resize-role",
      PermissionsBoundary: Policy?.Arn,
    }),
  );
  await client.send(new iam.CreateGroupCommand({ GroupName: "people" }));
  await client.send(
    new iam.PutGroupPolicyCommand({
      GroupName: "people",
      PolicyName: "pass",
      PolicyDocument: document({ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }),
    }),
  );
  for (const UserName of ["ann", "bob"]) {
    await client.send(new iam.CreateUserCommand({ UserName }));
    await client.send(new iam.AddUserToGroupCommand({ GroupName: "people", UserName }));
    await client.send(new iam.CreateLoginProfileCommand({ UserName, Password: password }));
  }
  const secrets = [password];
  for (const UserName of ["ann", "bob", "bob"]) {
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    secrets.push(AccessKey?.SecretAccessKey ?? "");
    if (UserName === "ann") await callWith(AccessKey, settings);
  }
  const device = await client.send(new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "ann" }));
  await client.send(
    new iam.EnableMFADeviceCommand({
      UserName: "ann",
      SerialNumber: device.VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: "123456",
      AuthenticationCode2: "654321",
    }),
  );
  return secrets;
}
