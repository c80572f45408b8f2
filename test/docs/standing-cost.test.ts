import { standingCostUsd } from "../../scripts/docs/standing-cost";
import type { SynthesizedPlatform } from "../../scripts/docs/synthesized";

const HOURS = 730;
const clients = {
  notebook: { services: ["logs", "sts"] },
  host: { services: ["logs"] },
};

/** Only what the sum looks at. */
const platform = (
  network: object,
  serving: object = { endpoints: {} },
  locals: object = { network_clients_1: clients },
) =>
  ({
    preset: "p",
    config: { network: { internet: "none", availabilityZoneCount: 2, ...network }, serving },
    stacks: [{ name: "network", json: { locals }, kinds: new Map() }],
    accepted: [],
  }) as unknown as SynthesizedPlatform;

const onlyEndpoints = 2 * 2 * 0.01 * HOURS;

it("counts an interface endpoint once a service and zone, however many clients ask for it", () => {
  expect(standingCostUsd(platform({}))).toBeCloseTo(onlyEndpoints, 6);
  expect(standingCostUsd(platform({ availabilityZoneCount: 3 }))).toBeCloseTo(onlyEndpoints * 1.5, 6);
});

it("adds one NAT gateway with its address, or one a zone", () => {
  const nat = (0.045 + 0.005) * HOURS;
  expect(standingCostUsd(platform({ internet: "single-nat" }))).toBeCloseTo(onlyEndpoints + nat, 6);
  expect(standingCostUsd(platform({ internet: "ha-nat" }))).toBeCloseTo(onlyEndpoints + 2 * nat, 6);
});

it("takes nothing for a network that was there before", () => {
  expect(standingCostUsd(platform({ internet: "ha-nat", existing: { vpcId: "vpc-1" } }))).toBe(0);
});

it("adds each variant's smallest number of instances, and warm environments by their memory", () => {
  const large = { instanceType: "ml.m5.large" };
  const serving = {
    endpoints: {
      one: { realTime: { variants: { a: large, b: { ...large, scaling: { minInstances: 2 } } } } },
      two: { realTime: { variants: { a: { ...large, initialInstanceCount: 3 } } } },
      none: { serverless: {} },
    },
    function: { memorySizeMb: 2048, architecture: "arm64", provisioned: { executions: 3 } },
  };
  const warm = 3 * 2 * 0.0000033333 * 3600 * HOURS;
  expect(standingCostUsd(platform({}, serving))).toBeCloseTo(onlyEndpoints + 6 * 0.115 * HOURS + warm, 6);
});

it("does not guess the price of an instance type, or endpoints that it cannot see", () => {
  const serving = { endpoints: { one: { realTime: { variants: { a: { instanceType: "ml.x9.huge" } } } } } };
  expect(() => standingCostUsd(platform({}, serving))).toThrow(/no price "hosting\.ml\.x9\.huge"/);
  expect(() => standingCostUsd(platform({}, undefined, {}))).toThrow(/no local with its clients/);
});
