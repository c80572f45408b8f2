import { unknownAction } from "../../../../../policies/lint/rules/correctness/unknown-action";
import { unknownService } from "../../../../../policies/lint/rules/correctness/unknown-service";
import { allow, deny } from "../../helpers";
import { only, onlyFile } from "../only";

const services = (...statements: unknown[]) => only(unknownService, ...statements);
const actions = (...statements: unknown[]) => only(unknownAction, ...statements);

describe("a service that AWS does not have", () => {
  test("is an error at its place, with the service that was likely meant", () => {
    expect(services(allow(["s3:GetObject", "sagmaker:InvokeEndpoint"]))).toMatchObject([
      {
        severity: "error",
        pointer: "/Statement/0/Action/1",
        message:
          'AWS has no service "sagmaker": it allows nothing ("sagmaker:InvokeEndpoint"). Did you mean "sagemaker"?',
      },
    ]);
  });

  test("is found behind wildcards too, and gets no suggestion where none is near", () => {
    expect(services(allow("qwertyuiop:*"))[0]?.message).toBe(
      'AWS has no service "qwertyuiop": it allows nothing ("qwertyuiop:*").',
    );
  });

  test("has no second finding about its action", () => {
    expect(actions(allow("sagmaker:InvokeEndpoint"))).toEqual([]);
  });

  test.each(["s3:GetObject", "S3:getobject", "*", "*:*", "s?:GetObject", "GetObject", ":x"])(
    "%s is left to other rules, or right",
    (action) => {
      expect(services(allow(action))).toEqual([]);
    },
  );
});

describe("an action that its service does not have", () => {
  test("is an error at its place, with the action that was likely meant", () => {
    expect(actions(allow(["s3:PutObject", "s3:GetObjct"]))).toMatchObject([
      {
        severity: "error",
        pointer: "/Statement/0/Action/1",
        message: 's3 has no action "GetObjct": it allows nothing. Did you mean "s3:GetObject"?',
      },
    ]);
  });

  test.each<[string, object, string]>([
    ["in a Deny it denies nothing", deny("s3:GetObjct"), "it denies nothing"],
    [
      "in an Allow's NotAction it leaves nothing out",
      { Effect: "Allow", NotAction: "s3:GetObjct", Resource: "*" },
      "it leaves nothing out",
    ],
    [
      "in a Deny's NotAction it spares nothing",
      { Effect: "Deny", NotAction: "s3:GetObjct", Resource: "*" },
      "it spares nothing",
    ],
  ])("%s", (_, statement, effect) => {
    expect(actions(statement)[0]?.message).toContain(effect);
  });

  test("a pattern that matches nothing is one, a pattern that matches something is none", () => {
    expect(actions(allow("s3:Got*"))[0]?.message).toBe(
      '"s3:Got*" matches no action of s3: it allows nothing.',
    );
    expect(actions(allow("s3:GetObjectTors?ng"))).toHaveLength(1);
    expect(actions(allow(["s3:Get*", "s3:GetObjec?", "s3:**", "s3:*", "*", "IAM:PASSROLE"]))).toEqual([]);
  });

  test("an action that only Terraform knows is no unknown action", () => {
    const document = '{"Statement":[{"Effect":"Allow","Action":"s3:${var.a}","Resource":"*"}]}';
    const resource = { aws_iam_policy: { p: { policy: document } } };
    expect(onlyFile(unknownAction, "main.tf.json", { resource })).toEqual([]);
  });
});
