/** Rules between keys, told while the configuration is read: those between sections, and those of the modules. */
import { resolveConfiguration } from "../../../stacks/config/load";
import { merge, parse } from "../../../stacks/config/source";

const base = {
  name: "dogs",
  environment: "test",
  network: { internet: "single-nat" },
  training: {
    pipelines: { main: { instanceType: "ml.m5.xlarge" } },
    host: { instanceType: "t3.medium", storedDataset: { prefix: "datasets/dogs/" } },
  },
  serving: {
    endpoints: {
      main: {
        pipeline: "main",
        realTime: {
          variants: {
            primary: { instanceType: "ml.m5.large", scaling: { minInstances: 1, maxInstances: 2 } },
          },
        },
      },
    },
    function: { endpoint: "main" },
  },
};

function mistakes(over: object): string[] {
  const source = parse(JSON.stringify(merge(base, over)), "f");
  try {
    resolveConfiguration(source);
    return [];
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .slice(1)
      .map((line) => line.trim().replace(/^line \d+: /, ""));
  }
}

const said = (pattern: RegExp) => [expect.stringMatching(pattern) as string];
const endpoint = (main: object) => ({ serving: { endpoints: { main } } });
const MODEL = "s3://models/main/model.tar.gz";

it("takes the configuration that the others are made of", () => {
  expect(mistakes({})).toEqual([]);
});

describe("an endpoint's model", () => {
  const message =
    /^serving\.endpoints must each name a pipeline of training\.pipelines, or give modelDataUrl: one of the two\.$/;

  it("comes from a pipeline or from an address", () => {
    expect(mistakes(endpoint({ pipeline: null, modelDataUrl: MODEL }))).toEqual([]);
  });

  it.each([
    ["neither", { pipeline: null }],
    ["both", { modelDataUrl: MODEL }],
    ["a pipeline that there is not", { pipeline: "other" }],
    ["a pipeline called as what JavaScript objects have", { pipeline: "constructor" }],
  ])("is refused from %s", (_title, main) => {
    expect(mistakes(endpoint(main))).toEqual(said(message));
  });
});

describe("the function's endpoint", () => {
  it.each(["other", "toString"])("is refused when there is none of its name, %s", (name) => {
    expect(mistakes({ serving: { function: { endpoint: name } } })).toEqual(
      said(/^serving\.function\.endpoint must be the name of one of serving\.endpoints\.$/),
    );
  });
});

describe("the training host", () => {
  const message =
    /^training\.host needs a way to the internet.*set network\.internet to single-nat or ha-nat\.$/;
  const existing = (internet: boolean) => ({
    network: { existing: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], internet } },
  });

  it("needs a way out of the network that is made", () => {
    expect(mistakes({ network: { internet: "none" } })).toEqual(said(message));
    expect(mistakes({ network: { internet: "none" }, training: { host: null } })).toEqual([]);
    expect(mistakes({ network: { internet: "ha-nat" } })).toEqual([]);
  });

  it("needs a way out of the network that is there", () => {
    expect(mistakes(existing(false))).toEqual(said(message));
    expect(mistakes(existing(true))).toEqual([]);
  });
});

describe("the modules' rules", () => {
  const variant = (primary: object) => endpoint({ realTime: { variants: { primary } } });

  it.each<[string, object, RegExp]>([
    [
      "an endpoint of two kinds",
      endpoint({ networkIsolation: false, serverless: { memorySizeMb: 2048, maxConcurrency: 5 } }),
      /^serving\.endpoints\.main\.realTime must be set, or one of serving\.endpoints\.main\.serverless, .*exactly one/,
    ],
    [
      "fewer instances at most than at least",
      variant({ scaling: { minInstances: 3 } }),
      /^serving\.endpoints\.main\.realTime\.variants must have a scaling whose largest number of instances is not below/,
    ],
    [
      "more environments kept warm than may run",
      { serving: { function: { reservedConcurrency: 2, provisioned: { executions: 3 } } } },
      /^serving\.function\.provisioned\.executions must not be above serving\.function\.reservedConcurrency/,
    ],
    [
      "a host that is too small",
      { training: { host: { instanceType: "t2.micro" } } },
      /^training\.host\.instanceType must not be a nano, micro or small/,
    ],
    [
      "a wait for spot instances that is shorter than the run",
      { training: { pipelines: { main: { maxRuntimeSeconds: 7200, spot: { maxWaitSeconds: 7199 } } } } },
      /^training\.pipelines\.main\.spot\.maxWaitSeconds must be at least training\.pipelines\.main\.maxRuntimeSeconds/,
    ],
  ])("refuse %s by the key's path in the configuration", (_title, over, message) => {
    expect(mistakes(over)).toEqual(said(message));
  });

  it("are told together with each other and with all other mistakes", () => {
    const over = {
      owner: "",
      training: { host: { instanceType: "t2.micro" }, pipelines: { main: { spot: { maxWaitSeconds: 60 } } } },
      serving: {
        function: { endpoint: "other" },
        endpoints: { main: { realTime: { variants: { primary: { scaling: { minInstances: 3 } } } } } },
      },
    };
    expect(
      mistakes(over)
        .map((mistake) => mistake.split(" ")[0])
        .sort(),
    ).toEqual([
      "owner",
      "serving.endpoints.main.realTime.variants",
      "serving.function.endpoint",
      "training.host.instanceType",
      "training.pipelines.main.spot.maxWaitSeconds",
    ]);
  });
});
