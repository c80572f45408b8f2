import { terraformRoot, type TerraformRoot } from "../../helpers/terraform";
import { temporaryFolder } from "../../helpers/temporary";
import { RESOURCES } from "../sweep/instances";
import { writeRoot } from "./root";

let root: TerraformRoot;

beforeAll(async () => {
  root = await terraformRoot(temporaryFolder());
  writeRoot(root.directory, {});
  root.init();
});

function validate(configuration: object): string {
  writeRoot(root.directory, configuration);
  const result = root.run("validate");
  expect(result.exitCode).toBe(1);
  return result.text;
}

/** Validates one resource: the sweep's instance with some arguments changed. */
const changed = (type: string, change: object): string =>
  validate({ resource: { [type]: { one: { ...RESOURCES[type], ...change } } } });

test.each<[what: string, type: string, change: object, message: string]>([
  ["a value for what only AWS decides", "aws_vpc", { arn: "arn:aws:x" }, 'configure a value for "arn"'],
  [
    "a required argument that is null",
    "aws_iam_role",
    { assume_role_policy: null },
    '"assume_role_policy" is required',
  ],
  [
    "a required argument that is missing",
    "aws_iam_role_policy",
    { policy: undefined },
    '"policy" is required',
  ],
  ["an unknown argument", "aws_vpc", { cidr_blok: "10.0.0.0/16" }, '"cidr_blok"'],
  ["text for a number", "aws_lambda_function", { memory_size: "lots" }, "a number is required"],
  ["two blocks where one may be", "aws_lambda_function", { environment: [{}, {}] }, "No more than 1"],
  ["a policy that is no JSON", "aws_iam_role", { assume_role_policy: "{no" }, "invalid JSON policy"],
  [
    "a policy with an unknown element",
    "aws_iam_policy",
    { policy: '{"Statements":[]}' },
    "unknown element Statements",
  ],
  [
    "a name together with its prefix",
    "aws_iam_role",
    { name_prefix: "r-" },
    '"name" conflicts with "name_prefix"',
  ],
  ["a network with host bits", "aws_vpc", { cidr_block: "10.0.1.0/16" }, "has host bits set"],
  ["a network that is none", "aws_vpc", { cidr_block: "ten" }, "expected an IPv4 network"],
  ["a network that is too large for AWS", "aws_vpc", { cidr_block: "10.0.0.0/15" }, "prefix of /16 to /28"],
  [
    "a network that is too small for AWS",
    "aws_subnet",
    { cidr_block: "10.0.0.0/29" },
    "prefix of /16 to /28",
  ],
  ["an ARN of another service", "aws_lambda_function", { role: "arn:aws:s3:::b" }, "expected an ARN of iam"],
  ["an ARN that is none", "aws_sfn_state_machine", { role_arn: "r" }, "expected an ARN such as"],
  [
    "an unknown choice",
    "aws_s3_bucket_ownership_controls",
    { rule: { object_ownership: "Mine" } },
    "expected one of",
  ],
  ["a number above its limit", "aws_lambda_function", { timeout: 901 }, "expected 1 to 900"],
  ["a number below its limit", "aws_lambda_function", { memory_size: 127 }, "expected 128 to 32768"],
  [
    "a retention AWS does not have",
    "aws_cloudwatch_log_group",
    { retention_in_days: 31 },
    "expected one of 0, 1, 3",
  ],
  ["a bucket's name in capitals", "aws_s3_bucket", { bucket: "Bucket" }, "lowercase"],
  ["two targets of one route", "aws_route", { nat_gateway_id: "nat-1" }, "exactly one of"],
  ["no target of a route", "aws_route", { gateway_id: undefined }, "exactly one of"],
  [
    "a rule with ports for all protocols",
    "aws_vpc_security_group_ingress_rule",
    { ip_protocol: "-1" },
    "have no ports",
  ],
  [
    "a minimum above its maximum",
    "aws_appautoscaling_target",
    { min_capacity: 5 },
    "min_capacity is above max_capacity",
  ],
  [
    "$LATEST with provisioned concurrency",
    "aws_lambda_provisioned_concurrency_config",
    { qualifier: "$LATEST" },
    "not for",
  ],
  ["user data above 16 KiB", "aws_instance", { user_data: "x".repeat(16385) }, "at most 16384 bytes"],
  [
    "a notebook without any network",
    "aws_sagemaker_notebook_instance",
    { direct_internet_access: "Disabled" },
    "subnet_id",
  ],
  [
    "subnets of a gateway endpoint",
    "aws_vpc_endpoint",
    { subnet_ids: ["subnet-1"] },
    "takes route_table_ids",
  ],
])("refuses %s", (_what, type, change, message) => {
  expect(changed(type, change)).toContain(message);
});

test("accepts both ends of a range", () => {
  writeRoot(root.directory, {
    resource: {
      aws_lambda_function: {
        least: { ...RESOURCES.aws_lambda_function, timeout: 1, memory_size: 128 },
        most: { ...RESOURCES.aws_lambda_function, function_name: "g", timeout: 900, memory_size: 32768 },
      },
      aws_vpc: { largest: { cidr_block: "10.0.0.0/16" }, smallest: { cidr_block: "10.0.0.0/28" } },
      aws_instance: { full: { ...RESOURCES.aws_instance, user_data: "x".repeat(16384) } },
    },
  });
  expect(root.validate().text).toContain("Success");
});

test("refuses a type that no table knows", () => {
  const text = validate({ resource: { aws_dynamodb_table: { one: { name: "t" } } } });
  expect(text).toContain("aws_dynamodb_table");
  expect(text).toContain("does not support resource type");
});

test("refuses a data source that no table knows", () => {
  expect(validate({ data: { aws_instances: { one: {} } } })).toContain("does not support data source");
});

test.each<[string, object, string]>([
  ["a Sid with a hyphen", { statement: [{ sid: "read-it" }] }, "letters and digits only"],
  ["an unknown effect", { statement: [{ effect: "Permit" }] }, "expected one of Allow, Deny"],
  ["an unknown version", { version: "2012-10-18" }, "expected one of 2008-10-17, 2012-10-17"],
  ["a source document that is no JSON", { source_policy_documents: ["{"] }, "contains invalid JSON"],
  ["the retired source_json", { source_json: "{}" }, "not used any more"],
])("refuses a policy document with %s", (_what, document, message) => {
  expect(validate({ data: { aws_iam_policy_document: { one: document } } })).toContain(message);
});

test.each<[string, string, object, string]>([
  [
    "instance types nobody named",
    "aws_ec2_instance_type_offerings",
    {},
    'add a filter with name "instance-type"',
  ],
  [
    "an instance type without known facts",
    "aws_ec2_instance_type",
    { instance_type: "z9.huge" },
    "knows no facts about z9.huge",
  ],
])("refuses to make up %s", (_what, type, config, message) => {
  writeRoot(root.directory, { data: { [type]: { one: config } } });
  const result = root.run("plan");
  expect(result.exitCode).toBe(1);
  expect(result.text).toContain(message);
});

test("refuses an argument of the provider that does not exist", () => {
  expect(
    validate({ provider: { aws: [{ regoin: "eu-west-1" }] }, data: { aws_region: { here: {} } } }),
  ).toContain("regoin");
});

test("a name given out twice in one configuration is refused when it is planned", () => {
  writeRoot(root.directory, {
    resource: { aws_sqs_queue: { one: { name: "jobs" }, other: { name: "jobs" }, third: { name: "other" } } },
  });
  const result = root.run("plan");
  expect(result.exitCode).toBe(1);
  expect(result.text).toContain("aws_sqs_queue already exists");
  expect(result.text).toContain('name = "jobs"');
});

test("an account that the provider block rules out is refused", () => {
  const plan = (provider: object) => {
    writeRoot(root.directory, {
      provider: { aws: [{ region: "eu-west-1", ...provider }] },
      resource: { aws_sqs_queue: { one: { name: "jobs" } } },
    });
    return root.run("plan");
  };
  expect(plan({ allowed_account_ids: ["123456789012"] }).exitCode).toBe(0);
  expect(plan({ allowed_account_ids: ["999999999999"] }).text).toContain("AWS account not allowed");
  expect(plan({ forbidden_account_ids: ["123456789012"] }).text).toContain("AWS account not allowed");
  expect(plan({ region: "Ireland" }).text).toContain("Invalid AWS region");
});

test("what is refused names the argument's place", () => {
  const text = changed("aws_s3_bucket_lifecycle_configuration", {
    rule: [
      { id: "a", status: "Enabled" },
      { id: "b", status: "On" },
    ],
  });
  expect(text).toContain('Invalid value for "rule.status"');
  expect(text).toContain('got "On"');
});

test("a value that is known only later is checked then", () => {
  writeRoot(root.directory, {
    resource: {
      terraform_data: { size: { input: "10.0.1.0/16" } },
      aws_vpc: { one: { cidr_block: "${terraform_data.size.output}" } },
    },
  });
  root.init();
  expect(root.run("plan").exitCode).toBe(0);
  const applied = root.run("apply", "-auto-approve");
  expect(applied.exitCode).toBe(1);
  expect(applied.text).toContain("has host bits set");
});
