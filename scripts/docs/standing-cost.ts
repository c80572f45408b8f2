/** What a preset's platform costs in a month in which nobody trains or calls: what is paid for just because it is there. */
import { natGatewayMonth, provisionedGigabyteMonth } from "./costs";
import { monthlyUsd, priceUsd } from "./prices";
import type { SynthesizedPlatform } from "./synthesized";

const MEGABYTES_PER_GIGABYTE = 1024;

export const standingCostUsd = (platform: SynthesizedPlatform): number =>
  wayOutUsd(platform) +
  interfaceEndpointsUsd(platform) +
  endpointInstancesUsd(platform) +
  provisionedConcurrencyUsd(platform) +
  keysUsd(platform);

function wayOutUsd({ config: { network } }: SynthesizedPlatform): number {
  if (network.existing || network.internet === "none") return 0;
  return natGatewayMonth() * (network.internet === "ha-nat" ? network.availabilityZoneCount : 1);
}

/** One endpoint in each zone for every service that a client of the network asks for. */
function interfaceEndpointsUsd({ config: { network }, stacks }: SynthesizedPlatform): number {
  if (network.existing) return 0;
  const locals = Object.entries(stacks.find(({ name }) => name === "network")?.json.locals ?? {});
  const clients = locals.find(([name]) => /(^|_)clients(_|$)/.test(name))?.[1];
  if (typeof clients !== "object" || clients === null)
    throw new Error(
      "The network stack has no local with its clients; docs cannot tell its interface endpoints.",
    );
  const services = Object.values(clients as Record<string, { services: string[] }>).flatMap(
    (client) => client.services,
  );
  return monthlyUsd("interfaceEndpointZoneHour") * network.availabilityZoneCount * new Set(services).size;
}

interface Variant {
  readonly instanceType: string;
  readonly initialInstanceCount?: number;
  readonly scaling?: { readonly minInstances?: number };
}

function endpointInstancesUsd({ config }: SynthesizedPlatform): number {
  const endpoints = Object.values(
    config.serving.endpoints as Record<string, { realTime?: { variants: object } }>,
  );
  const variants = endpoints.flatMap(({ realTime }) =>
    Object.values((realTime?.variants ?? {}) as Record<string, Variant>),
  );
  return sum(
    variants.map(
      ({ instanceType, initialInstanceCount, scaling }) =>
        monthlyUsd(`hosting.${instanceType}`) * (initialInstanceCount ?? scaling?.minInstances ?? 1),
    ),
  );
}

function provisionedConcurrencyUsd({ config }: SynthesizedPlatform): number {
  const { function: classifier } = config.serving;
  if (!classifier?.provisioned) return 0;
  const gigabytes = classifier.memorySizeMb / MEGABYTES_PER_GIGABYTE;
  return provisionedGigabyteMonth(classifier.architecture) * gigabytes * classifier.provisioned.executions;
}

function keysUsd({ stacks }: SynthesizedPlatform): number {
  const keys = stacks.map(({ json }) => Object.keys(json.resource?.aws_kms_key ?? {}).length);
  return sum(keys) * priceUsd("kmsKeyMonth");
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
