import { Instance } from "@cdktf/provider-aws/lib/instance";
import { PrivateNetwork } from "../../../modules/private-network";
import { Fn } from "../../../modules/shared/tf";
import { synthesizeStacks } from "../../helpers/stack";
import { terraformRoot } from "../../helpers/terraform";

/** A network in one stack, and in another a host that connects to it once that stack has been made. */
function networkAndHost() {
  let network: PrivateNetwork;
  return synthesizeStacks({
    network: (stack) => {
      network = new PrivateNetwork(stack, "network", { name: "dev", flowLogs: false });
    },
    training: (stack) => {
      const { subnetIds, securityGroupIds } = network.connect("host", { services: ["ssm", "logs"] });
      new Instance(stack, "host", {
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.medium",
        subnetId: Fn.element(subnetIds, 0) as string,
        vpcSecurityGroupIds: securityGroupIds,
      });
    },
  });
}

test("a stack that connects reads its place from the network stack, which knows of the client", () => {
  const stacks = networkAndHost();
  expect(Object.keys(stacks.json("training").data?.terraform_remote_state ?? {})).toEqual([
    "cross-stack-reference-input-network",
  ]);
  expect(JSON.stringify(stacks.json("training").resource?.aws_instance)).toContain(
    "data.terraform_remote_state.cross-stack-reference-input-network.outputs",
  );
  expect(Object.values(stacks.json("network").locals ?? {})).toContainEqual({
    host: { services: ["ssm", "logs"], internet: false, distributed: false },
  });
});

test("the network stack is deployed first; the other one then plans with its ids", async () => {
  const stacks = networkAndHost();
  const network = await terraformRoot(stacks.folder("network"));
  network.init();
  network.apply();
  const training = await terraformRoot(stacks.folder("training"));
  training.init();
  const host = training.plan().resource_changes.find(({ type }) => type === "aws_instance");
  const made = network.state().values?.root_module.resources ?? [];
  const idsOf = (type: string, name: string) =>
    made.filter((r) => r.type === type && r.name.includes(name)).map(({ values }) => values.id);
  expect(host?.change.after).toMatchObject({
    subnet_id: idsOf("aws_subnet", "_private_")[0],
    vpc_security_group_ids: idsOf("aws_security_group", "_client_"),
  });
});
