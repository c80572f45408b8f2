import { trainingHostPolicy } from "../../../policies/documents";
import { TrainingHost, type TrainingHostProps } from "../../../modules/training-host";
import { acceptedFindings } from "../../../modules/shared/accept";
import { TerraformOutput, TerraformVariable, type TerraformStack } from "../../../modules/shared/tf";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import type { PlanJson, TerraformRoot } from "../../helpers/terraform";
import { goodCases } from "./cases";

const simple = goodCases["a GPU host with little said"] as TrainingHostProps;
const spot = goodCases["a spot host with everything said"] as TrainingHostProps;
const synthesized = (props: TrainingHostProps) =>
  synthesizeStack((stack) => void new TrainingHost(stack, "host", props));
const hostOf = (props: TrainingHostProps) => resourcesOf(synthesized(props), "aws_instance")[0] ?? {};

type Values = Record<string, unknown>;
const planned = (plan: PlanJson, type: string): Values[] =>
  plan.resource_changes
    .filter((change) => change.type === type && change.mode === "managed")
    .map(({ change }) => change.after ?? {});
const alarmsOf = (plan: PlanJson): Record<string, Values> =>
  Object.fromEntries(
    planned(plan, "aws_cloudwatch_metric_alarm").map((alarm) => [
      String(alarm["alarm_name"]).replace(/^.*-training-host-/, ""),
      alarm,
    ]),
  );

describe("who can get onto it", () => {
  const text = JSON.stringify(synthesized(spot).resource);

  it("nobody by a key, by an open port or by a public address", () => {
    expect(text).not.toMatch(/key_name|aws_key_pair|aws_security_group|0\.0\.0\.0\/0/);
    expect(hostOf(spot)).toMatchObject({ associate_public_ip_address: false });
  });

  it("nobody by its metadata from outside of it: version 2, one hop", () => {
    expect(hostOf(spot)).toMatchObject({
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    });
  });

  it("and its disk is encrypted, with the given key where there is one", () => {
    const disk = { encrypted: true, volume_type: "gp3" };
    expect(hostOf(simple)["root_block_device"]).toMatchObject(disk);
    expect(hostOf(spot)["root_block_device"]).toMatchObject({
      ...disk,
      kms_key_id: spot.kmsKeyArn,
      volume_size: 200,
    });
  });
});

describe("what it may do", () => {
  let role: (props: TrainingHostProps) => Promise<{ account: string; statements: Values[] }>;

  beforeAll(() => {
    role = async (props) => {
      const root = await stackRoot((stack) => void new TrainingHost(stack, "host", props));
      root.apply();
      const resources = root.state().values?.root_module.resources ?? [];
      const policy = resources.find(({ type }) => type === "aws_iam_role_policy")?.values["policy"];
      const parameter = resources.find(
        ({ type, name }) => type === "aws_ssm_parameter" && /ready/.test(name),
      );
      const account = String(parameter?.values["arn"]).split(":")[4] ?? "";
      return { account, statements: (JSON.parse(String(policy)) as { Statement: Values[] }).Statement };
    };
  });

  /** Terraform writes a single value as text, the documents as a list. */
  const plain = (statements: readonly object[]) =>
    statements.map((statement) => JSON.stringify(flat(statement))).sort();
  const flat = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 1 ? value[0] : [...(value as string[])].sort();
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, flat(item)]));
  };

  it("is exactly what the reviewed document says, and reads dataset and weights and uses the key where they are given", async () => {
    const { account, statements } = await role(spot);
    const bucketArn = "arn:aws:s3:::mlops-store";
    const document = trainingHostPolicy({
      location: { partition: "aws", region: "eu-west-1", accountId: account },
      readPrefixes: ["code/hosts/dogs-dev/", "models/hosts/dogs-dev/"].map((prefix) => ({
        bucketArn,
        prefix,
      })),
      writePrefixes: [{ bucketArn, prefix: "models/hosts/dogs-dev/" }],
      readyParameterArn: `arn:aws:ssm:eu-west-1:${account}:parameter/mlops/training-host/dogs-dev/ready`,
      logGroupArn: `arn:aws:logs:eu-west-1:${account}:log-group:/mlops/training-host/dogs-dev`,
      metricNamespaces: ["Mlops/TrainingHost/dogs-dev"],
      keyArns: [String(spot.storeKmsKeyArn)],
    });
    const reading = (what: string, prefix: string) => [
      { Sid: `Read${what}`, Effect: "Allow", Action: "s3:GetObject", Resource: `${bucketArn}/${prefix}*` },
      {
        Sid: `List${what}`,
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: bucketArn,
        Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
      },
    ];
    const given = [...reading("Dataset", "datasets/"), ...reading("Weights", "models/pretrained/")];
    expect(plain(statements)).toEqual(plain([...document.Statement, ...given]));
  });

  it("is less without a stored dataset, weights and a key, and never touches EC2, IAM or other instances", async () => {
    const { statements } = await role(goodCases["t3.medium, the least that is taken"] as TrainingHostProps);
    expect(JSON.stringify(statements)).not.toMatch(
      /Dataset|Weights|kms:|iam:|ec2:(?!.*instance)|StopInstances/,
    );
  });
});

describe("spot and on-demand", () => {
  it("is on demand, and stops, when nothing is said", () => {
    const host = hostOf(simple);
    expect(host).not.toHaveProperty("instance_market_options");
    expect(host["instance_initiated_shutdown_behavior"]).toBe("stop");
  });

  it("is one-time and terminated as spot: no request outlives it", () => {
    const host = hostOf(spot);
    expect([host["instance_market_options"]].flat()[0]).toEqual({
      market_type: "spot",
      spot_options: {
        spot_instance_type: "one-time",
        instance_interruption_behavior: "terminate",
        max_price: "0.25",
      },
    });
    expect(host["instance_initiated_shutdown_behavior"]).toBe("terminate");
  });
});

describe("the alarms", () => {
  const plans: Record<string, PlanJson> = {};

  beforeAll(async () => {
    for (const [title, props] of Object.entries(goodCases))
      plans[title] = (await stackRoot((stack) => void new TrainingHost(stack, "host", props))).plan();
  });
  const alarms = (title: keyof typeof goodCases) => alarmsOf(plans[title] as PlanJson);

  it("stop an idle GPU host by what its GPUs do, after three times its own patience", () => {
    const { "idle-gpu": idle, "idle-cpu": none } = alarms("a GPU host with little said");
    expect(none).toBeUndefined();
    expect(idle).toMatchObject({
      namespace: "Mlops/TrainingHost/dogs",
      metric_name: "nvidia_smi_utilization_gpu",
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      period: 300,
      evaluation_periods: 18,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:aws:automate:eu-west-1:ec2:stop"],
    });
  });

  it("count a part of a period as a whole one, and terminate what cannot be stopped", () => {
    const { "idle-gpu": idle } = alarms("a spot host with everything said");
    expect(idle).toMatchObject({ evaluation_periods: 11 }); // 3 × 17 minutes
    expect(idle?.["alarm_actions"]).toEqual(
      expect.arrayContaining(["arn:aws:automate:eu-west-1:ec2:terminate", ...(spot.alarmTopicArns ?? [])]),
    );
  });

  it("stop an idle host without GPU by what its processor does", () => {
    const { "idle-cpu": idle, "idle-gpu": none } = alarms("t3.medium, the least that is taken");
    expect(none).toBeUndefined();
    expect(idle).toMatchObject({ namespace: "AWS/EC2", metric_name: "CPUUtilization", threshold: 5 });
  });

  it("leave an idle host alone when the idle stop is turned off by name, and still end its lifetime", () => {
    const all = alarms("a small host without GPU that downloads its dataset");
    expect(Object.keys(all).filter((name) => name.startsWith("idle"))).toEqual([]);
    expect(all["lifetime"]).toMatchObject({
      metric_name: "CPUUtilization",
      statistic: "SampleCount",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 3600,
      evaluation_periods: 25,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:aws:automate:eu-west-1:ec2:terminate"],
    });
  });

  it("tell of a host that runs and does not get ready, and not of one that is stopped", () => {
    const title = "a spot host with everything said";
    const { running, silent } = alarms(title);
    expect(running).toMatchObject({ treat_missing_data: "notBreaching", evaluation_periods: 9, period: 300 });
    expect(silent).toMatchObject({
      metric_name: "HostReady",
      treat_missing_data: "breaching",
      evaluation_periods: 9,
      period: 300,
    });
    for (const part of [running, silent]) expect(part?.["alarm_actions"]).toBeNull();
    expect(planned(plans[title] as PlanJson, "aws_cloudwatch_composite_alarm")).toEqual([
      expect.objectContaining({
        alarm_rule:
          'ALARM("dogs-dev-signal-training-host-running") AND ALARM("dogs-dev-signal-training-host-silent")',
        alarm_actions: spot.alarmTopicArns,
      }),
    ]);
  });

  it("tell of a failure and of a broken instance", () => {
    const { failed, "status-check": broken } = alarms("a spot host with everything said");
    expect(failed).toMatchObject({
      metric_name: "HostFailed",
      threshold: 1,
      alarm_actions: spot.alarmTopicArns,
    });
    expect(broken).toMatchObject({ metric_name: "StatusCheckFailed", alarm_actions: spot.alarmTopicArns });
  });

  it("stay within what CloudWatch evaluates, with the longest times", async () => {
    const most = { ...simple, idleTimeoutMinutes: 480, maximumLifetimeHours: 167, readyTimeoutMinutes: 1440 };
    const plan = (await stackRoot((stack) => void new TrainingHost(stack, "host", most))).plan();
    for (const { period, evaluation_periods } of Object.values(alarmsOf(plan))) {
      const seconds = Number(period) * Number(evaluation_periods);
      // API reference, PutMetricAlarm: a day for periods under an hour, else seven days.
      expect(seconds).toBeLessThanOrEqual(Number(period) < 3600 ? 86_400 : 604_800);
    }
  });
});

describe("after it was made", () => {
  let root: TerraformRoot;
  /** With an image and a word for the host that a variable decides, so that one root sees both change. */
  const build = (followNewAmis: boolean) => (stack: TerraformStack) => {
    const image = new TerraformVariable(stack, "image", { type: "string", default: "one" });
    const epochs = new TerraformVariable(stack, "epochs", { type: "string", default: "1" });
    const host = new TrainingHost(stack, "host", {
      ...simple,
      amiParameter: `/aws/service/images/${image.stringValue}/ami-id`,
      trainingArguments: `--epochs ${epochs.stringValue}`,
      followNewAmis,
    });
    new TerraformOutput(stack, "session", { value: host.startSessionCommand });
    new TerraformOutput(stack, "id", { value: host.instanceId });
  };
  const actions = (plan: PlanJson) =>
    plan.resource_changes.find(({ type }) => type === "aws_instance")?.change.actions.join(" ");

  it("keeps its image, until it is made anew for another reason", async () => {
    root = await stackRoot(build(false));
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    expect(root.secondPlanIsEmpty("-var=image=two")).toBe(true);
    const anew = root.plan("-var=image=two", "-var=epochs=2");
    const change = anew.resource_changes.find(({ type }) => type === "aws_instance")?.change;
    expect(change?.actions).toEqual(["delete", "create"]);
    expect(change?.after?.["ami"]).not.toBe(change?.before?.["ami"]);
    expect(root.outputs()["session"]).toBe(
      `aws ssm start-session --target ${String(root.outputs()["id"])} --region eu-west-1`,
    );
    expect(root.destroy().text).toContain("Destroy complete");
  });

  it("follows the image when it is told to", async () => {
    root = await stackRoot(build(true));
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    expect(actions(root.plan("-var=image=two"))).toBe("delete create");
  });
});

it("leaves t2, which knows no EBS optimization, without it", () => {
  expect(hostOf({ ...simple, instanceType: "t2.medium" })["ebs_optimized"]).toBe(false);
  expect(hostOf({ ...simple, instanceType: "t3.medium" })["ebs_optimized"]).toBe(true);
});

it("says what it must reach, and asks for the internet unless it is told not to", () => {
  expect(TrainingHost.networkNeeds()).toEqual({
    services: ["ec2messages", "kms", "logs", "monitoring", "ssm", "ssmmessages"],
    internet: true,
  });
  expect(TrainingHost.networkNeeds({ internet: false }).internet).toBe(false);
});

it("gives a reason for each finding that it accepts", () => {
  let accepted: string[] = [];
  synthesizeStack((stack) => {
    new TrainingHost(stack, "host", simple);
    accepted = acceptedFindings(stack).map(({ check }) => check);
  });
  expect(accepted.sort()).toEqual(["CKV2_AWS_34", "CKV_AWS_135", "CKV_AWS_158", "CKV_AWS_338"]);
});
