import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { bool, read, referTo, str, type Flag } from "../../../modules/shared/inputs";
import { policyJson, statementIf, type StatementSource } from "../../../modules/shared/policy";
import { ref, type TerraformStack } from "../../../modules/shared/tf";
import { policyDocument } from "../../../policies/documents/document";
import type { Statement } from "../../../policies/documents/types";
import { stackRoot } from "../../helpers/stack";

const read1: Statement = {
  Sid: "Read",
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: ["arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "arn:aws:s3:::b"],
  Condition: {
    StringEquals: { "aws:PrincipalAccount": "123456789012" },
    Bool: { "aws:SecureTransport": ["true"] },
  },
};
const deny: Statement = {
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:PutObject"],
  Resource: "*",
};
const trust: Statement = {
  Sid: "Trust",
  Effect: "Allow",
  Principal: { Service: ["sagemaker.amazonaws.com"], AWS: ["arn:aws:iam::123456789012:root"] },
  Action: ["sts:AssumeRole"],
};
const useKey = (arn: string): Statement => ({
  Sid: "Key",
  Effect: "Allow",
  Action: ["kms:Decrypt"],
  Resource: [arn],
});

type Json = Record<string, unknown>;
/** IAM and the data source write a single element without a list. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? normal(value[0]) : value.map(normal).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
};

/** The documents as Terraform writes them. */
async function written(
  prepare: (stack: TerraformStack) => void,
  documents: Record<string, readonly StatementSource[]>,
): Promise<Record<string, Json>> {
  const root = await stackRoot((stack) => {
    prepare(stack);
    for (const [name, statements] of Object.entries(documents)) {
      const value = policyJson(stack, `${name}_document`, statements);
      new SsmParameter(stack, name, { name, type: "String", value });
    }
  });
  const planned = root.plan().resource_changes.filter(({ type }) => type === "aws_ssm_parameter");
  return Object.fromEntries(
    planned.map(({ name, change }) => [name, JSON.parse(change.after?.value as string) as Json]),
  );
}
const nothing = () => undefined;

it("writes the statements that it was given, IAM's own variables included", async () => {
  const { all } = await written(nothing, { all: [read1, deny, trust] });
  const expected = JSON.parse(JSON.stringify(policyDocument(read1, deny, trust))) as Json;
  expect(all?.Version).toBe("2012-10-17");
  expect((all?.Statement as unknown[]).map(normal)).toEqual((expected.Statement as unknown[]).map(normal));
});

describe("statementIf", () => {
  const key = str({ description: "A key.", optional: true });
  const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
  const sids = (document: Json | undefined) =>
    [document?.Statement].flat().map((statement) => (statement as Statement).Sid);

  it("adds statements for a plain input that is set or true, and none otherwise", async () => {
    const { set, unset, on, off } = await written(nothing, {
      set: [read1, ...statementIf(arn, useKey)],
      unset: [read1, ...statementIf(undefined as string | undefined, useKey)],
      on: [read1, ...statementIf(true, () => useKey(arn))],
      off: [read1, ...statementIf(false, () => useKey(arn))],
    });
    expect([set, unset, on, off].map(sids)).toEqual([["Read", "Key"], ["Read"], ["Read", "Key"], ["Read"]]);
    expect(([set?.Statement].flat()[1] as Statement).Resource).toBe(arn);
  });

  it("lets Terraform decide about an input that only Terraform knows", async () => {
    const flag = bool({ description: "A flag." });
    const { set, unset, on, off } = await written(
      (stack) => stack.addOverride("locals", { arn, nothing: "${null}", yes: true, no: false }),
      {
        set: [read1, ...statementIf(referTo(key, "local.arn") as string, (x) => [useKey(x)])],
        unset: [read1, ...statementIf(referTo(key, "local.nothing") as string, useKey)],
        on: [read1, ...statementIf(referTo(flag, "local.yes") as Flag, () => useKey(arn))],
        off: [read1, ...statementIf(referTo(flag, "local.no") as Flag, () => useKey(arn))],
      },
    );
    // In JSON, Terraform puts dynamic blocks before the others; to IAM the order means nothing.
    const found = [set, unset, on, off].map((document) => sids(document).sort());
    expect(found).toEqual([["Key", "Read"], ["Read"], ["Key", "Read"], ["Read"]]);
    expect([set?.Statement].flat()).toContainEqual(expect.objectContaining({ Sid: "Key", Resource: arn }));
  });

  it("takes an attribute of a resource as set", () => {
    const { x } = read(
      { inputs: { x: key } },
      { x: ref("aws_kms_key.key.arn") as unknown as string },
      "test",
    );
    expect(statementIf(x, useKey)).toEqual([useKey(x as string)]);
  });
});
