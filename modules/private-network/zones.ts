/** Which availability zones the network is in. */
import type { Construct } from "constructs";
import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { addressOf } from "../shared/expressions/address";
import { eachOf } from "../shared/expressions";
import type { ValuesOf } from "../shared/inputs";
import { Fn, Op, ref, TerraformLocal, Token } from "../shared/tf";
import type { inputs } from "./inputs";

export interface Zones {
  /** Names of the network's zones. */
  readonly names: string[];
  /** The position of a zone among all of the region's, which stays when the network's choice of zones changes. */
  readonly positionOf: (zone: string) => number;
  /** To be checked by the first resource, before any other fails for want of a zone. */
  readonly areEnough: { condition: string; errorMessage: string };
}

/** The first zones of the region that offer every wanted instance type. */
export function chooseZones(scope: Construct, p: ValuesOf<typeof inputs>): Zones {
  const region = new DataAwsAvailabilityZones(scope, "region", {
    state: "available",
    // Leaves out Local Zones and Wavelength Zones, which have no SageMaker.
    filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  });
  const offerings = eachOf(
    p.gpuInstanceTypes,
    ({ forEach, value }) =>
      new DataAwsEc2InstanceTypeOfferings(scope, "wanted", {
        forEach,
        locationType: "availability-zone",
        filter: [{ name: "instance-type", values: [value] }],
      }),
  );
  const wanted = addressOf(offerings.resource);
  const suitable = new TerraformLocal(
    scope,
    "suitable_zones",
    ref(
      `[for zone in ${addressOf(region)}.names : zone if alltrue([for offering in values(${wanted}) : contains(offering.locations, zone)])]`,
    ),
  ).asList;
  const found = Fn.lengthOf(suitable);
  const chosen = Fn.slice(suitable, 0, Fn.min([p.availabilityZoneCount, found])) as string[];
  return {
    names: new TerraformLocal(scope, "zones", chosen).asList,
    positionOf: (zone) => Token.asNumber(Fn.index(region.names, zone)),
    areEnough: {
      condition: Token.asString(Op.gte(found, p.availabilityZoneCount)),
      errorMessage:
        `The network needs ${Token.asString(p.availabilityZoneCount)} availability zones (availability_zone_count) that all offer ` +
        `[${Fn.join(", ", p.gpuInstanceTypes)}] (gpu_instance_types), but only these do: ${Fn.join(", ", suitable)}. ` +
        `Ask for fewer zones or other instance types, or choose another region.`,
    },
  };
}
