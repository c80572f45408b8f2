import * as fs from "node:fs";
import { createHash } from "node:crypto";
import * as path from "node:path";
import { ArtifactStore, storePrefixes, type ArtifactStoreProps } from "../../../modules/artifact-store";
import { inputs } from "../../../modules/artifact-store/inputs";
import { check } from "../../../modules/shared/inputs";
import { ServiceRole } from "../../../modules/shared/role";
import type { TerraformStack } from "../../../modules/shared/tf";
import { trustPolicy } from "../../../policies/documents";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import { temporaryFolder } from "../../helpers/temporary";
import type { PlanJson } from "../../helpers/terraform";
import { goodCases, wrongCases } from "./cases";

const storeIn = (stack: TerraformStack, props: Partial<ArtifactStoreProps> = {}) =>
  new ArtifactStore(stack, "store", { name: "vision", ...props });

const roleIn = (stack: TerraformStack, name = "training") =>
  new ServiceRole(stack, name, {
    name,
    description: "A role of the test",
    trust: trustPolicy({ service: "lambda.amazonaws.com", accountId: "123456789012" }).Statement,
    permissions: [
      { Sid: "Nothing", Effect: "Deny", Action: ["s3:DeleteObject"], Resource: ["arn:aws:s3:::x/*"] },
    ],
  });

const changed = (plan: PlanJson, type: string) =>
  plan.resource_changes.filter((change) => change.type === type).map(({ change }) => change.after);

interface Document {
  Statement: Record<string, unknown>[];
}

describe("what the buckets are", () => {
  let plan: PlanJson;
  beforeAll(async () => {
    plan = (await stackRoot((stack) => storeIn(stack))).plan();
  });

  test("their names are unique in the world, and known before they are made", () => {
    expect(changed(plan, "aws_s3_bucket").map((bucket) => bucket?.bucket)).toEqual([
      "vision-123456789012-eu-west-1",
      "vision-logs-123456789012-eu-west-1",
    ]);
  });

  test("the longest name fits S3's 63 characters in the region with the longest name", () => {
    const longest = `${"n".repeat(inputs.name.maxLength)}-logs-123456789012-ap-southeast-1`;
    expect(longest.length).toBeLessThanOrEqual(63);
  });

  test("neither can be public, has ACLs, or goes without versions", () => {
    for (const type of [
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_versioning",
    ])
      expect(changed(plan, type)).toHaveLength(2);
    for (const block of changed(plan, "aws_s3_bucket_public_access_block"))
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    for (const controls of changed(plan, "aws_s3_bucket_ownership_controls"))
      expect(controls?.rule).toEqual([{ object_ownership: "BucketOwnerEnforced" }]);
    for (const versioning of changed(plan, "aws_s3_bucket_versioning"))
      expect(versioning?.versioning_configuration).toMatchObject([{ status: "Enabled" }]);
  });

  test("they are not deleted with what is in them unless forceDestroy says so", () => {
    for (const bucket of changed(plan, "aws_s3_bucket")) expect(bucket?.force_destroy).toBe(false);
    const forced = synthesizeStack((stack) => storeIn(stack, { forceDestroy: true }));
    for (const bucket of resourcesOf(forced, "aws_s3_bucket")) expect(bucket.force_destroy).toBe(true);
  });

  test("unfinished uploads, old versions, captures and logs go after their time", () => {
    const rules = changed(plan, "aws_s3_bucket_lifecycle_configuration").map(
      (configuration) => configuration?.rule as Record<string, unknown>[],
    );
    const ids = rules.map((of) => of.map(({ id }) => id));
    const housekeeping = ["give-up-unfinished-uploads", "expire-old-versions"];
    expect(ids).toContainEqual([...housekeeping, "expire-captures"]);
    expect(ids).toContainEqual([...housekeeping, "expire-logs"]);
    const captures = rules.flat().find(({ id }) => id === "expire-captures");
    expect(captures).toMatchObject({ filter: [{ prefix: "captures/" }], expiration: [{ days: 30 }] });
    for (const { status } of rules.flat()) expect(status).toBe("Enabled");
  });

  test("requests are recorded in the second bucket", () => {
    expect(changed(plan, "aws_s3_bucket_logging")).toMatchObject([{ target_prefix: "store/" }]);
  });
});

describe("guard rails, as they stand after an apply", () => {
  test("the bucket refuses http, other accounts, other encryption and other keys; the key serves this account through services", async () => {
    const root = await stackRoot((stack) => storeIn(stack));
    root.apply();
    const resources = root.state().values?.root_module.resources ?? [];
    const policyOf = (type: string, name: string) =>
      JSON.parse(
        resources.find((r) => r.type === type && r.name.includes(name))?.values.policy as string,
      ) as Document;
    const keyArn = resources.find(({ type }) => type === "aws_kms_key")?.values.arn as string;
    const bucketArn = "arn:aws:s3:::vision-123456789012-eu-west-1";
    const everyone = { Principal: "*", Effect: "Deny" };
    const whole = { Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`] };
    const uploads = { Action: "s3:PutObject", Resource: `${bucketArn}/*` };
    const encryption = "s3:x-amz-server-side-encryption";
    const statements = policyOf("aws_s3_bucket_policy", "bucket_policy").Statement;
    expect(statements.map(({ Resource, ...s }) => ({ ...s, Resource: sorted(Resource) }))).toEqual([
      {
        Sid: "DenyInsecureTransport",
        ...{ ...everyone, ...whole },
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "DenyOtherAccounts",
        ...{ ...everyone, ...whole },
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": "123456789012" },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      },
      {
        Sid: "DenyOtherEncryption",
        ...{ ...everyone, ...uploads },
        Condition: { Null: { [encryption]: "false" }, StringNotEquals: { [encryption]: "aws:kms" } },
      },
      {
        Sid: "DenyOtherKeys",
        ...{ ...everyone, ...uploads },
        Condition: {
          Null: { [`${encryption}-aws-kms-key-id`]: "false" },
          StringNotEquals: { [`${encryption}-aws-kms-key-id`]: keyArn },
        },
      },
    ]);
    const logSids = policyOf("aws_s3_bucket_policy", "logs_policy").Statement.map(({ Sid }) => Sid);
    expect(logSids).toEqual(["DenyInsecureTransport", "DenyOtherAccounts", "DeliverAccessLogs"]);
    const keySids = policyOf("aws_kms_key", "key").Statement.map(({ Sid }) => Sid);
    expect(keySids).toEqual([
      ...[
        "AccountAdministersKey",
        "AccountUsesKeyThroughServices",
        "ServicesGrantKeyToResources",
        "LogsUseKey",
      ],
    ]);
    root.destroy();
  });

  test("everything is encrypted with a key that rotates", () => {
    const stack = synthesizeStack((s) => storeIn(s));
    expect(resourcesOf(stack, "aws_kms_key")).toMatchObject([
      { enable_key_rotation: true, rotation_period_in_days: 365, deletion_window_in_days: 30 },
    ]);
    expect(resourcesOf(stack, "aws_kms_alias")).toMatchObject([{ name: "alias/vision" }]);
    const rules = resourcesOf(stack, "aws_s3_bucket_server_side_encryption_configuration").map(
      ({ rule }) => (rule as Record<string, Record<string, string>>[])[0],
    );
    const algorithms = rules.map((r) => r?.apply_server_side_encryption_by_default?.sse_algorithm);
    expect(algorithms.sort()).toEqual(["AES256", "aws:kms"]);
  });
});

describe("grants", () => {
  test("reading is one policy: the folder's objects and list, and decryption with the store's key", () => {
    synthesizeStack((stack) => {
      const store = storeIn(stack);
      const { statements } = store.grantRead(roleIn(stack), "datasets/dog-images/");
      expect(statements).toEqual([
        {
          Sid: "ReadObjects",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [`${store.bucketArn}/datasets/dog-images/*`],
        },
        {
          Sid: "ListObjects",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [store.bucketArn],
          Condition: { StringLike: { "s3:prefix": ["datasets/dog-images/*"] } },
        },
        { Sid: "DecryptWithKeys", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [store.keyArn] },
      ]);
    });
  });

  test("writing is one policy: putting objects, and encryption with the store's key; no reading, no deleting", () => {
    synthesizeStack((stack) => {
      const store = storeIn(stack);
      const { statements } = store.grantWrite(roleIn(stack), storePrefixes.models);
      expect(statements).toEqual([
        {
          Sid: "WriteObjects",
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
          Resource: [`${store.bucketArn}/models/*`],
        },
        {
          Sid: "UseKeys",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
          Resource: [store.keyArn],
        },
      ]);
    });
  });

  test("each grant is a policy of the role, named by what it grants", () => {
    const stack = synthesizeStack((s) => {
      const store = storeIn(s);
      const role = roleIn(s);
      store.grantRead(role, "datasets/");
      store.grantRead(role, "code/");
      store.grantWrite(role, "models/dogs/");
    });
    const names = resourcesOf(stack, "aws_iam_role_policy").map(({ name }) => name);
    expect(names.sort()).toEqual([
      ...["permissions", "store-read-code", "store-read-datasets", "store-write-models-dogs"],
    ]);
  });

  test.each(["data/", "datasets", "/datasets/", "datasets/*", ""])("the prefix %p is refused", (prefix) => {
    synthesizeStack((stack) => {
      const store = storeIn(stack);
      expect(() => store.grantRead(roleIn(stack), prefix as "code/")).toThrow(/prefix/);
      expect(() => store.grantWrite(roleIn(stack, "other"), prefix as "code/")).toThrow(/prefix/);
    });
  });
});

describe("files", () => {
  const fileWith = (content: string) => {
    const file = path.join(temporaryFolder(), "bootstrap.tar.gz");
    fs.writeFileSync(file, content);
    return file;
  };
  const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

  test("a file is uploaded encrypted, and again when its content changes", async () => {
    const file = fileWith("one");
    const root = await stackRoot((stack) => void storeIn(stack).putFile("code/bootstrap.tar.gz", file));
    const [object] = changed(root.plan(), "aws_s3_object");
    expect(object).toMatchObject({
      key: "code/bootstrap.tar.gz",
      server_side_encryption: "aws:kms",
      source_hash: sha256("one"),
    });
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    fs.writeFileSync(path.join(root.directory, object?.source as string), "two");
    const [after] = changed(root.plan(), "aws_s3_object");
    expect(after?.source_hash).toBe(sha256("two"));
    root.destroy();
  });

  test("whoever fetches it gets its address and the checksum that sha256sum prints", async () => {
    const file = fileWith("one");
    const root = await stackRoot((stack) => {
      const { uri, sha256: checksum } = storeIn(stack).putFile("code/a/b.sh", file);
      stack.addOverride("output.fetch", { value: { uri, checksum } });
    });
    expect(root.plan().planned_values.outputs?.fetch?.value).toEqual({
      uri: "s3://vision-123456789012-eu-west-1/code/a/b.sh",
      checksum: sha256("one"),
    });
  });

  test.each(["b.sh", "code/", "secrets/b.sh"])("the key %p is refused", (key) => {
    synthesizeStack((stack) => {
      const store = storeIn(stack);
      expect(() => store.putFile(key as "code/b.sh", fileWith(""))).toThrow(
        /the key is ".*"; it must name a file/,
      );
    });
  });

  test("a file that is not there is refused, with what it should hold", () => {
    synthesizeStack((stack) => {
      const store = storeIn(stack);
      expect(() => store.putFile("code/b.sh", "/nowhere/b.sh")).toThrow(/\/nowhere\/b\.sh is missing/);
    });
  });
});

describe("inputs", () => {
  test.each(wrongCases)("$title is refused", ({ props, message }) => {
    expect(check({ inputs }, props).problems.join("\n")).toMatch(message);
  });

  const limits: [string, object, object][] = [
    ["the name's length", { name: "n".repeat(30) }, { name: "n".repeat(31) }],
    ["captureDays at the bottom", { captureDays: 1 }, { captureDays: 0 }],
    ["captureDays at the top", { captureDays: 3650 }, { captureDays: 3651 }],
    ["keyRotationDays at the bottom", { keyRotationDays: 90 }, { keyRotationDays: 89 }],
    ["keyRotationDays at the top", { keyRotationDays: 2560 }, { keyRotationDays: 2561 }],
    ["keyDeletionWindowDays at the bottom", { keyDeletionWindowDays: 7 }, { keyDeletionWindowDays: 6 }],
    ["keyDeletionWindowDays at the top", { keyDeletionWindowDays: 30 }, { keyDeletionWindowDays: 31 }],
  ];
  test.each(limits)("%s has this limit and no other", (_what, inside, outside) => {
    expect(check({ inputs }, { name: "vision", ...inside }).problems).toEqual([]);
    expect(check({ inputs }, { name: "vision", ...outside }).problems).toHaveLength(1);
  });
});

test.each(Object.entries(goodCases))(
  "the case %s is applied, planned again without changes, and destroyed",
  async (_name, props) => {
    const root = await stackRoot((stack) => storeIn(stack, props));
    root.validate();
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    root.destroy();
    expect(root.state().values?.root_module.resources ?? []).toEqual([]);
  },
);

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as string[])].sort() : value;
}
