import * as fs from "node:fs";
import * as path from "node:path";
import { PrivateNetwork, type ImportedNetworkProps, type Network } from "../../../modules/private-network";
import { stackRoot, synthesizeStack } from "../../helpers/stack";

// Offline, a subnet's zone goes by the last letter of its id.
const existing: ImportedNetworkProps = {
  name: "old",
  vpcId: "vpc-0a1b2c3d",
  subnetIds: ["subnet-0a1b2c3a", "subnet-0a1b2c3b"],
};

const rootWith = (props: Partial<ImportedNetworkProps>, use: (network: Network) => void = () => undefined) =>
  stackRoot((stack) => use(PrivateNetwork.import(stack, "network", { ...existing, ...props })));

test("an existing VPC gives clients a security group, and endpoints where it has none", async () => {
  const root = await rootWith({}, (network) => {
    const place = network.connect("notebook", { services: ["logs", "sagemaker.api"] });
    expect(place.subnetIds).toEqual(existing.subnetIds);
  });
  const plan = root.plan();
  const made = plan.resource_changes.filter(({ mode }) => mode === "managed");
  expect([...new Set(made.map(({ type }) => type))].sort()).toEqual([
    "aws_security_group",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
  ]);
  const endpoints = made.filter(({ type }) => type === "aws_vpc_endpoint");
  expect(endpoints.map(({ index }) => index)).toEqual(["logs", "sagemaker.api"]);
  for (const { change } of endpoints)
    expect(change.after).toMatchObject({ vpc_id: existing.vpcId, subnet_ids: existing.subnetIds });
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
  root.destroy();
});

test("endpoints that are there already are used: clients are let into their group, and none is made", async () => {
  const root = await rootWith({ endpointsSecurityGroupId: "sg-0123" }, (network) =>
    network.connect("notebook", { services: ["logs"] }),
  );
  const changes = root.plan().resource_changes;
  expect(changes.filter(({ type }) => type === "aws_vpc_endpoint")).toEqual([]);
  const ingress = changes.find(({ type }) => type === "aws_vpc_security_group_ingress_rule");
  expect(ingress?.change.after).toMatchObject({ security_group_id: "sg-0123", from_port: 443, to_port: 443 });
});

test("subnets in one zone end the plan", async () => {
  const root = await rootWith({ subnetIds: ["subnet-0a1b2c3a", "subnet-0d1e2f3a"] });
  const { exitCode, text } = root.run("plan");
  expect(exitCode).toBe(1);
  expect(text).toContain("have to be in at least two availability zones");
});

test("a VPC without DNS flags ends the plan", async () => {
  const root = await rootWith({});
  const stack = JSON.parse(fs.readFileSync(path.join(root.directory, "cdk.tf.json"), "utf8")) as {
    data: { aws_vpc: Record<string, unknown> };
  };
  const address = `data.aws_vpc.${Object.keys(stack.data.aws_vpc)[0]}`;
  // Terraform's own tests can say what a data source finds; both DNS flags, one after the other.
  const run = (name: string, support: boolean, hostnames: boolean) => `
    run "${name}" {
      command = plan
      override_data {
        target = ${address}
        values = { enable_dns_support = ${support}, enable_dns_hostnames = ${hostnames} }
      }
      expect_failures = [${address}]
    }`;
  const runs = [run("no_support", false, true), run("no_hostnames", true, false)].join("\n");
  fs.writeFileSync(path.join(root.directory, "dns.tftest.hcl"), runs);
  expect(root.run("test").text).toContain("2 passed, 0 failed");
});

const refusals: [string, Partial<ImportedNetworkProps>, RegExp][] = [
  ["one subnet", { subnetIds: ["subnet-0a1b2c3a"] }, /subnetIds must have at least 2 element/],
  ["a name in place of a VPC's id", { vpcId: "main" }, /vpcId must be the id of a VPC such as vpc-/],
  [
    "a name in place of a subnet's id",
    { subnetIds: ["a", "b"] },
    /subnetIds\[0\] must be the id of a subnet/,
  ],
];
test.each(refusals)("%s is refused", (_what, props, message) => {
  synthesizeStack((stack) => {
    expect(() => PrivateNetwork.import(stack, "network", { ...existing, ...props })).toThrow(message);
  });
});

test("internet is refused unless the import says that there is a route", () => {
  synthesizeStack((stack) => {
    const needs = { services: [], internet: true };
    const without = PrivateNetwork.import(stack, "without", existing);
    expect(() => without.connect("function", needs)).toThrow(/says internet: false; say true if its subnets/);
    const withRoute = PrivateNetwork.import(stack, "with", { ...existing, name: "new", internet: true });
    expect(withRoute.connect("function", needs).securityGroupIds).toHaveLength(1);
  });
});
