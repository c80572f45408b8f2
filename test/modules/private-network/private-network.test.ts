import { PrivateNetwork, type PrivateNetworkProps } from "../../../modules/private-network";
import { inputs, rules } from "../../../modules/private-network/inputs";
import { check } from "../../../modules/shared/inputs";
import type { TerraformStack } from "../../../modules/shared/tf";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import type { PlanJson } from "../../helpers/terraform";
import { goodCases, wrongCases } from "./cases";

const networkIn = (stack: TerraformStack, props: Partial<PrivateNetworkProps> = {}) =>
  new PrivateNetwork(stack, "network", { name: "dev", ...props });

/** The planned values of one type, by their key, or in the plan's order. */
const planned = (plan: PlanJson, type: string) =>
  plan.resource_changes.filter((change) => change.type === type && change.mode === "managed");
const keysOf = (plan: PlanJson, type: string, name = "") =>
  planned(plan, type)
    .filter((change) => change.name.includes(name))
    .map(({ index }) => index);

describe("what is there by default", () => {
  const stack = synthesizeStack((s) => networkIn(s));

  test("there is no way to the internet: no gateway, no public subnet, no address, no route", () => {
    for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_route"])
      expect(resourcesOf(stack, type)).toEqual([]);
    expect(resourcesOf(stack, "aws_subnet")).toHaveLength(1);
  });

  test("the default security group and the default network ACL have no rules", () => {
    for (const type of ["aws_default_security_group", "aws_default_network_acl"]) {
      const [locked] = resourcesOf(stack, type);
      expect(locked).toBeDefined();
      expect(locked).not.toHaveProperty("ingress");
      expect(locked).not.toHaveProperty("egress");
    }
  });

  test("flow logs are on and kept for a year", () => {
    expect(resourcesOf(stack, "aws_flow_log")[0]).toMatchObject({ traffic_type: "ALL" });
    expect(resourcesOf(stack, "aws_cloudwatch_log_group")[0]).toMatchObject({ retention_in_days: 365 });
  });

  test("flowLogs: false takes the flow log, its group and its role away", () => {
    const without = synthesizeStack((s) => networkIn(s, { flowLogs: false }));
    for (const type of ["aws_flow_log", "aws_cloudwatch_log_group", "aws_iam_role", "aws_iam_role_policy"])
      expect(resourcesOf(without, type)).toEqual([]);
  });

  test("no security group lets anything in from an address", () => {
    for (const rule of resourcesOf(stack, "aws_vpc_security_group_ingress_rule"))
      expect(rule).not.toHaveProperty("cidr_ipv4");
  });
});

describe("connecting", () => {
  test("clients of the input and clients that connect are one map", () => {
    const { locals } = synthesizeStack((s) => {
      const network = networkIn(s, { clients: { function: { services: ["logs"] } } });
      network.connect("training", { services: ["sts"], distributed: true });
    });
    const clients = Object.entries(locals ?? {}).find(([name]) => name.includes("clients"))?.[1];
    expect(clients).toEqual({
      function: { services: ["logs"], internet: false, distributed: false },
      training: { services: ["sts"], internet: false, distributed: true },
    });
  });

  test("endpoints are the union of what all clients need, each once; security groups are one a client", async () => {
    const root = await stackRoot((s) => {
      const network = networkIn(s, { clients: { function: { services: ["logs", "sagemaker.runtime"] } } });
      network.connect("training", { services: ["sts", "logs"] });
      network.connect("notebook", { services: ["notebook"] });
    });
    const plan = root.plan();
    expect(keysOf(plan, "aws_vpc_endpoint", "interface").sort()).toEqual([
      ...["logs", "notebook", "sagemaker.runtime", "sts"],
    ]);
    expect(keysOf(plan, "aws_security_group", "client")).toEqual(["function", "notebook", "training"]);
    const notebook = planned(plan, "aws_vpc_endpoint").find(({ index }) => index === "notebook");
    expect(notebook?.change.after?.service_name).toBe("aws.sagemaker.eu-west-1.notebook");
  });

  test("without clients there are no interface endpoints", async () => {
    const plan = (await stackRoot((s) => networkIn(s))).plan();
    expect(keysOf(plan, "aws_vpc_endpoint", "interface")).toEqual([]);
  });

  test("a client's security group is deleted with patience, because AWS keeps network interfaces", () => {
    const stack = synthesizeStack((s) => networkIn(s));
    const client = resourcesOf(stack, "aws_security_group").find((group) => "for_each" in group);
    expect(client).toMatchObject({ timeouts: { delete: "60m" } });
  });

  const attempts: [string, (network: PrivateNetwork) => unknown, RegExp][] = [
    [
      "internet, while the network has none",
      (n) => n.connect("function", { services: [], internet: true }),
      /network: connect\("function"\).*clients must not ask for internet while internet is "none": set internet to single-nat/s,
    ],
    [
      "a name twice",
      (n) => [n.connect("a", { services: [] }), n.connect("a", { services: [] })],
      /connect\("a"\).*name is taken/s,
    ],
    [
      "a name of the input",
      (n) => n.connect("given", { services: [] }),
      /connect\("given"\).*name is taken/s,
    ],
    [
      "a name with a space",
      (n) => n.connect("my host", { services: [] }),
      /names of lower-case letters, digits and hyphens/,
    ],
    ["an unknown service", (n) => n.connect("a", { services: ["dynamodb"] }), /services among ecr\.api/],
    ["a service that is no name", (n) => n.connect("a", { services: ["Logs!"] }), /must be a service's name/],
  ];
  test.each(attempts)("it is refused to connect with %s", (_what, connect, message) => {
    synthesizeStack((s) => {
      const network = networkIn(s, { clients: { given: { services: [] } } });
      expect(() => connect(network)).toThrow(message);
    });
  });

  test("a network with NAT gives internet to the client that asks, and to no other", async () => {
    const root = await stackRoot((s) => {
      const network = networkIn(s, { internet: "single-nat" });
      network.connect("function", { services: [], internet: true });
      network.connect("training", { services: [] });
    });
    const plan = root.plan();
    expect(keysOf(plan, "aws_vpc_security_group_egress_rule", "to_internet")).toEqual(["function"]);
  });
});

describe("endpoint policies", () => {
  test("an interface endpoint admits this account's principals and the service's known and added actions", async () => {
    const root = await stackRoot((s) =>
      networkIn(s, {
        clients: { a: { services: ["logs", "secretsmanager"] } },
        endpointActions: { logs: ["logs:GetLogEvents"], secretsmanager: ["secretsmanager:GetSecretValue"] },
      }),
    );
    const plan = root.plan();
    const policyOf = (service: string) =>
      JSON.parse(
        planned(plan, "aws_vpc_endpoint").find(({ index }) => index === service)?.change.after
          ?.policy as string,
      ) as unknown;
    const policy = (actions: string[]) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OwnAccountOnly",
          Effect: "Allow",
          Principal: "*",
          Action: actions,
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
        },
      ],
    });
    const logs = [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:GetLogEvents",
      "logs:PutLogEvents",
    ];
    expect(policyOf("logs")).toEqual(policy(logs));
    expect(policyOf("secretsmanager")).toEqual(policy(["secretsmanager:GetSecretValue"]));
  });

  test("S3's endpoint opens the account's own buckets, and for reading the buckets that AWS's images need", async () => {
    const plan = (await stackRoot((s) => networkIn(s))).plan();
    const [s3] = planned(plan, "aws_vpc_endpoint");
    const { Statement: statements } = JSON.parse(s3?.change.after?.policy as string) as {
      Statement: { Sid: string; Action: unknown; Resource: unknown; Condition?: unknown }[];
    };
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      ...["OwnBuckets", "ReadImageLayers", "ReadAmazonLinuxPackages", "ReadAgentPackages"],
    ]);
    expect(statements[0]?.Condition).toEqual({
      StringEquals: { "aws:PrincipalAccount": "123456789012", "aws:ResourceAccount": "123456789012" },
    });
    for (const { Action, Resource } of statements.slice(1)) {
      expect(Action).toBe("s3:GetObject");
      expect(JSON.stringify(Resource)).toContain("eu-west-1");
      expect(Resource).not.toBe("*");
    }
  });
});

describe("inputs", () => {
  test.each(wrongCases)("$title is refused", ({ props, message }) => {
    expect(check({ inputs, rules }, props).problems.join("\n")).toMatch(message);
  });

  test.each(Object.entries(goodCases))("the case %s is good", (_name, props) => {
    expect(check({ inputs, rules }, props).problems).toEqual([]);
  });

  const limits: [string, object, object][] = [
    ["the name's length", { name: "n".repeat(40) }, { name: "n".repeat(41) }],
    ["the range's size at the top", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.0.0.0/15" }],
    ["the range's size at the bottom", { cidrBlock: "10.0.0.0/20" }, { cidrBlock: "10.0.0.0/21" }],
    ["the zones' number at the bottom", { availabilityZoneCount: 2 }, { availabilityZoneCount: 1 }],
    ["the zones' number at the top", { availabilityZoneCount: 6 }, { availabilityZoneCount: 7 }],
    [
      "the length of a client's name",
      { clients: { ["c".repeat(40)]: { services: [] } } },
      { clients: { ["c".repeat(41)]: { services: [] } } },
    ],
  ];
  test.each(limits)("%s has this limit and no other", (_what, inside, outside) => {
    expect(check({ inputs, rules }, { name: "net", ...inside }).problems).toEqual([]);
    expect(check({ inputs, rules }, { name: "net", ...outside }).problems).toHaveLength(1);
  });
});

test.each(Object.entries(goodCases))(
  "the case %s is applied, planned again without changes, and destroyed",
  async (_name, props) => {
    const root = await stackRoot((s) => networkIn(s, props));
    root.validate();
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    root.destroy();
    expect(root.state().values?.root_module.resources ?? []).toEqual([]);
  },
);
