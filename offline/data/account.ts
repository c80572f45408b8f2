import { oneOf } from "../behaviour/checks";
import { asList, asMap, asText } from "../provider/values";
import { DataSourceError, type DataSourceTable, type Query } from "./types";

const ZONES = ["a", "b", "c"];

/** Accelerated types are offered in the first two zones only, as in many regions, so that picking a zone has to work. */
const ACCELERATED = /^(g|p|inf|trn)\d/;

const isOffered = (instanceType: string, zone: string): boolean =>
  zone !== "c" || !ACCELERATED.test(instanceType);

/** The values of a `filter { name, values }` block; none when there is no such filter. */
export function filterValues(query: Query, name: string): string[] {
  return asList(query.config.filter)
    .map(asMap)
    .filter((filter) => filter.name === name)
    .flatMap((filter) => asList(filter.values).map(asText));
}

export const account: DataSourceTable = {
  aws_caller_identity: {
    read: (query) => ({
      account_id: query.account,
      arn: `arn:${query.partition}:iam::${query.account}:user/offline`,
      id: query.account,
      user_id: "AIDAOFFLINEOFFLINE000",
    }),
  },
  aws_partition: {
    read: ({ partition }) => ({
      partition,
      id: partition,
      dns_suffix: "amazonaws.com",
      reverse_dns_prefix: "com.amazonaws",
    }),
  },
  aws_region: {
    read: ({ config, region }) => {
      const name = asText(config.region) || asText(config.name) || region;
      return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
    },
  },
  aws_availability_zones: {
    checks: [oneOf("state", ["available", "information", "impaired", "unavailable"])],
    read: ({ config, region }) => {
      const excludedNames = asList(config.exclude_names).map(asText);
      const excludedIds = asList(config.exclude_zone_ids).map(asText);
      const zones = ZONES.map((letter, index) => ({
        name: region + letter,
        id: `${region}-az${index + 1}`,
      })).filter(({ name, id }) => !excludedNames.includes(name) && !excludedIds.includes(id));
      return {
        id: region,
        group_names: [region],
        names: zones.map(({ name }) => name),
        zone_ids: zones.map(({ id }) => id),
      };
    },
  },
  aws_ec2_instance_type_offerings: {
    checks: [oneOf("location_type", ["region", "availability-zone", "availability-zone-id", "outpost"])],
    read: (query) => {
      const types = filterValues(query, "instance-type");
      if (types.length === 0) {
        throw new DataSourceError(
          'offline mode knows no list of all instance types: add a filter with name "instance-type"',
        );
      }
      if (types.some((type) => type.includes("*"))) {
        throw new DataSourceError(
          `offline mode cannot tell which instance types ${types.join(", ")} stands for: name them in full`,
        );
      }
      const locationType = asText(query.config.location_type) || "region";
      const wanted = filterValues(query, "location");
      const offered = types.flatMap((type) =>
        locationsOf(query.region, locationType, type)
          .filter((location) => wanted.length === 0 || wanted.includes(location))
          .map((location) => ({ type, location })),
      );
      return {
        instance_types: offered.map(({ type }) => type),
        locations: offered.map(({ location }) => location),
        location_types: offered.map(() => locationType),
      };
    },
  },
  aws_service: {
    read: (query) => {
      const prefix = asText(query.config.reverse_dns_prefix) || "com.amazonaws";
      const given =
        asText(query.config.reverse_dns_name) || asText(query.config.dns_name).split(".").reverse().join(".");
      const [, , regionGiven, ...nameGiven] = given.split(".");
      const serviceId = asText(query.config.service_id) || nameGiven.join(".");
      if (serviceId === "") throw new DataSourceError("service_id, dns_name or reverse_dns_name must be set");
      const region = asText(query.config.region) || regionGiven || query.region;
      return {
        dns_name: `${serviceId}.${region}.amazonaws.com`,
        id: `${prefix}.${region}.${serviceId}`,
        partition: query.partition,
        region,
        reverse_dns_name: `${prefix}.${region}.${serviceId}`,
        reverse_dns_prefix: prefix,
        service_id: serviceId,
        supported: true,
      };
    },
  },
};

function locationsOf(region: string, locationType: string, instanceType: string): string[] {
  if (locationType === "region") return [region];
  const zones = ZONES.filter((zone) => isOffered(instanceType, zone));
  return locationType === "availability-zone-id"
    ? zones.map((zone) => `${region}-az${ZONES.indexOf(zone) + 1}`)
    : zones.map((zone) => region + zone);
}
