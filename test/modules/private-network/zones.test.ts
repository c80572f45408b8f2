import { PrivateNetwork, type PrivateNetworkProps } from "../../../modules/private-network";
import { stackRoot } from "../../helpers/stack";

const rootWith = (props: Partial<PrivateNetworkProps>) =>
  stackRoot((stack) => new PrivateNetwork(stack, "network", { name: "dev", flowLogs: false, ...props }));

/** Zone to range of the private subnets. */
async function privateRanges(props: Partial<PrivateNetworkProps>): Promise<Record<string, string>> {
  const subnets = (await rootWith(props))
    .plan()
    .resource_changes.filter(({ type, name }) => type === "aws_subnet" && name.includes("_private_"));
  return Object.fromEntries<string>(
    subnets.map(({ index, change }) => [String(index), change.after?.cidr_block as string]),
  );
}

// Offline, GPUs are offered in the first two of three zones.
test("without GPU types the first zones are taken", async () => {
  expect(await privateRanges({ availabilityZoneCount: 3 })).toEqual({
    "eu-west-1a": "10.0.0.0/20",
    "eu-west-1b": "10.0.16.0/20",
    "eu-west-1c": "10.0.32.0/20",
  });
});

test("with GPU types only zones that offer all of them are taken", async () => {
  const ranges = await privateRanges({ gpuInstanceTypes: ["g4dn.xlarge", "g5.xlarge"] });
  expect(Object.keys(ranges)).toEqual(["eu-west-1a", "eu-west-1b"]);
});

test("too few zones that offer the GPU types end the plan with what was found and what helps", async () => {
  const root = await rootWith({ availabilityZoneCount: 3, gpuInstanceTypes: ["g4dn.xlarge"] });
  const { exitCode, text } = root.run("plan");
  expect(exitCode).toBe(1);
  expect(text).toContain(
    "The network needs 3 availability zones (availability_zone_count) that all offer [g4dn.xlarge] (gpu_instance_types), " +
      "but only these do: eu-west-1a, eu-west-1b.",
  );
});

test("another range is cut the same way: private subnets from the lower half, public ones from the upper", async () => {
  const plan = (await rootWith({ cidrBlock: "172.20.0.0/20", internet: "ha-nat" })).plan();
  const ranges = plan.resource_changes
    .filter(({ type }) => type === "aws_subnet")
    .map(({ change }) => change.after?.cidr_block as string);
  expect(ranges.sort()).toEqual(["172.20.0.0/24", "172.20.1.0/24", "172.20.8.0/28", "172.20.8.16/28"]);
});
