import type { PlanJson } from "../../helpers/terraform";
import { jsonRoot, writeRoot } from "./root";

const actions = (plan: PlanJson): Record<string, string> =>
  Object.fromEntries(plan.resource_changes.map(({ address, change }) => [address, change.actions.join("+")]));

const QUEUE = (change: object): object => ({
  resource: { aws_sqs_queue: { one: { name: "jobs", ...change } } },
});

test("an argument is changed in place, a name by replacement, and what is computed stays", async () => {
  const root = await jsonRoot(QUEUE({ visibility_timeout_seconds: 30 }));
  root.apply();
  const before = root.state().values?.root_module.resources?.[0]?.values;

  writeRoot(root.directory, QUEUE({ visibility_timeout_seconds: 60 }));
  expect(actions(root.plan())).toEqual({ "aws_sqs_queue.one": "update" });
  root.apply();
  const after = root.state().values?.root_module.resources?.[0]?.values;
  expect(after).toEqual({ ...before, visibility_timeout_seconds: 60 });

  writeRoot(root.directory, QUEUE({ name: "others" }));
  const plan = root.plan();
  expect(actions(plan)).toEqual({ "aws_sqs_queue.one": "delete+create" });
  expect(plan.resource_changes[0]?.change.replace_paths).toEqual([["name"]]);
  root.destroy();
});

test("an argument that is taken out of the configuration goes back to its default", async () => {
  const root = await jsonRoot(QUEUE({ visibility_timeout_seconds: 60 }));
  root.apply();
  writeRoot(root.directory, QUEUE({}));
  root.plan();
  root.apply();
  expect(root.state().values?.root_module.resources?.[0]?.values.visibility_timeout_seconds).toBe(30);
  expect(root.secondPlanIsEmpty()).toBe(true);
});

test("an argument inside a block can force replacement while its neighbour does not", async () => {
  const instance = (block: object): object => ({
    resource: {
      aws_instance: {
        one: { ami: "ami-1", instance_type: "t3.micro", root_block_device: { volume_size: 8, ...block } },
      },
    },
  });
  const root = await jsonRoot(instance({ encrypted: true }));
  root.apply();
  writeRoot(root.directory, instance({ encrypted: true, volume_size: 16 }));
  expect(actions(root.plan())).toEqual({ "aws_instance.one": "update" });
  writeRoot(root.directory, instance({ encrypted: false }));
  expect(actions(root.plan())).toEqual({ "aws_instance.one": "delete+create" });
});

test("a launch template's version counts its updates", async () => {
  const template = (type: string): object => ({
    resource: { aws_launch_template: { one: { name: "template", instance_type: type } } },
    output: { version: { value: "${aws_launch_template.one.latest_version}" } },
  });
  const root = await jsonRoot(template("g4dn.xlarge"));
  root.apply();
  expect(root.outputs()).toEqual({ version: 1 });
  writeRoot(root.directory, template("g5.xlarge"));
  const plan = root.plan();
  expect(plan.resource_changes[0]?.change.after_unknown.latest_version).toBe(true);
  root.apply();
  expect(root.outputs()).toEqual({ version: 2 });
  expect(root.secondPlanIsEmpty()).toBe(true);
});

test("equal resources get different identifiers, and two runs get the same", async () => {
  const twoAddresses = {
    resource: { aws_eip: { one: { domain: "vpc" }, other: { domain: "vpc", depends_on: ["aws_eip.one"] } } },
    output: { ids: { value: ["${aws_eip.one.id}", "${aws_eip.other.id}"] } },
  };
  const root = await jsonRoot(twoAddresses);
  root.apply();
  const [one, other] = root.outputs().ids as string[];
  expect(one).toMatch(/^eipalloc-[0-9a-f]{17}$/);
  expect(other).not.toBe(one);
});

test("blocks in a set keep what was computed for them", async () => {
  const group = (filters: object[]): object => ({
    resource: {
      aws_s3_bucket_notification: { one: { bucket: "b", queue: filters } },
      aws_sagemaker_endpoint_configuration: {
        one: {
          name: "c",
          production_variants: [
            {
              model_name: "a",
              instance_type: "ml.m5.large",
              initial_instance_count: 1,
              initial_variant_weight: 0.3,
            },
            {
              model_name: "b",
              instance_type: "ml.m5.large",
              initial_instance_count: 1,
              initial_variant_weight: 0.7,
            },
          ],
        },
      },
    },
  });
  const queue = { queue_arn: "arn:aws:sqs:eu-west-1:123456789012:q", events: ["s3:ObjectCreated:*"] };
  const root = await jsonRoot(group([queue]));
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
  writeRoot(root.directory, group([{ ...queue, filter_prefix: "a/" }, queue]));
  expect(actions(root.plan())["aws_s3_bucket_notification.one"]).toBe("update");
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
});

test("an imported resource is brought to its configuration in place", async () => {
  const root = await jsonRoot({
    resource: {
      aws_iam_role_policy_attachment: {
        one: { role: "r", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
    },
    import: [{ to: "aws_iam_role_policy_attachment.one", id: "r/arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  });
  expect(root.plan().resource_changes[0]?.change.actions).toEqual(["no-op"]);
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);

  const vpc = await jsonRoot({
    resource: { aws_vpc: { one: { cidr_block: "10.0.0.0/16" } } },
    import: [{ to: "aws_vpc.one", id: "vpc-0123456789abcdef0" }],
  });
  expect(vpc.plan().resource_changes[0]?.change.actions).toEqual(["update"]);
  vpc.apply();
  expect(vpc.secondPlanIsEmpty()).toBe(true);
  expect(vpc.state().values?.root_module.resources?.[0]?.values.id).toBe("vpc-0123456789abcdef0");
});

test("decimals and large numbers come back unchanged", async () => {
  const root = await jsonRoot({
    resource: {
      aws_budgets_budget: {
        one: {
          budget_type: "COST",
          name: "b",
          time_unit: "MONTHLY",
          limit_amount: "1000000",
          limit_unit: "USD",
          notification: [
            {
              comparison_operator: "GREATER_THAN",
              notification_type: "ACTUAL",
              threshold: 33.3,
              threshold_type: "PERCENTAGE",
            },
          ],
        },
      },
      aws_cloudwatch_metric_alarm: {
        one: {
          alarm_name: "a",
          comparison_operator: "GreaterThanThreshold",
          evaluation_periods: 1,
          metric_name: "Bytes",
          namespace: "N",
          period: 60,
          statistic: "Sum",
          threshold: "9007199254740993", // a number of Terraform's that JavaScript has not
        },
      },
    },
    output: { threshold: { value: "${tostring(aws_cloudwatch_metric_alarm.one.threshold)}" } },
  });
  root.apply();
  expect(root.outputs()).toEqual({ threshold: "9007199254740993" });
  expect(root.secondPlanIsEmpty()).toBe(true);
});
