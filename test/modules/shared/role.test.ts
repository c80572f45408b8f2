import { grant, ServiceRole } from "../../../modules/shared/role";
import type { Statement } from "../../../policies/documents/types";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";

const trust: Statement[] = [
  {
    Sid: "Trust",
    Effect: "Allow",
    Principal: { Service: ["lambda.amazonaws.com"] },
    Action: ["sts:AssumeRole"],
  },
];
const permissions: Statement[] = [
  { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/*"] },
];
const invoke: Statement = {
  Sid: "Invoke",
  Effect: "Allow",
  Action: ["sagemaker:InvokeEndpoint"],
  Resource: ["arn:aws:sagemaker:eu-west-1:123456789012:endpoint/e"],
};

describe("a service's role", () => {
  it("trusts whom it is told to, and may what it is told, in one inline policy", async () => {
    const root = await stackRoot((stack) => {
      const role = new ServiceRole(stack, "role", {
        name: "r",
        description: "D.",
        trust,
        permissions,
        tags: { a: "b" },
      });
      grant(role, "invoke-endpoint", [invoke]);
    });
    const changes = root.plan().resource_changes.filter(({ mode }) => mode === "managed");
    const [role] = changes.filter(({ type }) => type === "aws_iam_role");
    expect(role?.change.after).toMatchObject({ name: "r", description: "D.", tags: { a: "b" } });
    const trusted = JSON.parse(role?.change.after?.assume_role_policy as string) as {
      Statement: { Principal: object }[];
    };
    expect(trusted.Statement).toHaveLength(1);
    expect(trusted.Statement[0]?.Principal).toEqual({ Service: "lambda.amazonaws.com" });
    const policies = changes
      .filter(({ type }) => type === "aws_iam_role_policy")
      .map(({ change }) => change.after);
    expect(
      Object.fromEntries(policies.map((policy) => [policy?.name, JSON.parse(policy?.policy as string)])),
    ).toEqual({
      permissions: {
        Version: "2012-10-17",
        Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
      },
      "invoke-endpoint": {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Invoke",
            Effect: "Allow",
            Action: "sagemaker:InvokeEndpoint",
            Resource: invoke.Resource?.[0],
          },
        ],
      },
    });
  });

  it("gives the grant's statements back, and refuses a second grant of one name", () => {
    synthesizeStack((stack) => {
      const role = new ServiceRole(stack, "role", { name: "r", description: "D.", trust, permissions });
      expect(grant(role, "invoke-endpoint", [invoke])).toEqual({ statements: [invoke] });
      expect(() => grant(role, "invoke-endpoint", [invoke])).toThrow(/grant-invoke-endpoint/);
    });
  });

  it("has no boundary unless one is given", () => {
    const roles = [undefined, "arn:aws:iam::123456789012:policy/b"].map((permissionsBoundaryArn) =>
      resourcesOf(
        synthesizeStack(
          (stack) =>
            void new ServiceRole(stack, "role", {
              name: "r",
              description: "D.",
              trust,
              permissions,
              permissionsBoundaryArn,
            }),
        ),
        "aws_iam_role",
      ),
    );
    expect(roles.map(([role]) => role?.permissions_boundary)).toEqual([
      undefined,
      "arn:aws:iam::123456789012:policy/b",
    ]);
  });
});
