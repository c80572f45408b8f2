import * as fs from "node:fs";
import * as path from "node:path";
import { loadConfiguration } from "../../../stacks/config/load";
import { ConfigurationError } from "../../../stacks/config/source";
import { temporaryFolder } from "../../helpers/temporary";

function file(text: string, name = "platform.yaml"): string {
  const full = path.join(temporaryFolder(), name);
  fs.writeFileSync(full, text);
  return full;
}

const load = (text: string, name?: string) => loadConfiguration({ PLATFORM_CONFIG: file(text, name) });

function refusal(environment: Record<string, string>): string {
  try {
    loadConfiguration(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error("It was taken.");
}

/** The mistakes of a file, one a line, without what precedes them. */
function mistakesOf(text: string): string[] {
  const said = refusal({ PLATFORM_CONFIG: file(text) }).split("\n");
  const [first = "", ...mistakes] = said;
  expect(first).toMatch(
    new RegExp(`platform\\.yaml: ${mistakes.length} mistake\\(s\\) in the configuration:$`),
  );
  return mistakes.map((line) => line.trim());
}

describe("where the configuration comes from", () => {
  it("is the preset dev when nothing is named, also when the variables are empty", () => {
    expect(loadConfiguration({}).environment).toBe("dev");
    expect(loadConfiguration({ PLATFORM_PRESET: "", PLATFORM_CONFIG: "" }).environment).toBe("dev");
  });

  it("is the preset that PLATFORM_PRESET names", () => {
    expect(loadConfiguration({ PLATFORM_PRESET: "tuned-multi" }).environment).toBe("tuned");
  });

  it("is the file that PLATFORM_CONFIG names, YAML or JSON", () => {
    expect(load("name: dogs\nenvironment: test\n")).toMatchObject({
      name: "dogs",
      environment: "test",
      region: "eu-west-1",
    });
    expect(load('{"name": "dogs", "environment": "test"}', "platform.json")).toMatchObject({ name: "dogs" });
  });

  it("is never both", () => {
    expect(refusal({ PLATFORM_CONFIG: "p.yaml", PLATFORM_PRESET: "dev" })).toBe(
      'PLATFORM_CONFIG (p.yaml) and PLATFORM_PRESET (dev) are both set; set one. A file may build on a preset: "preset: dev".',
    );
  });

  it("is refused when there is no such preset or file", () => {
    expect(refusal({ PLATFORM_PRESET: "nope" })).toMatch(
      /^There is no preset "nope"; there are: .*tuned-multi\.$/,
    );
    expect(refusal({ PLATFORM_CONFIG: "/nowhere/p.yaml" })).toMatch(
      /^\/nowhere\/p\.yaml cannot be read: there is no such file/,
    );
  });
});

describe("a file over a preset", () => {
  it("changes what it says and keeps the rest", () => {
    const config = load(
      "preset: console-multi\nenvironment: mine\ntraining: { host: { instanceType: m5.xlarge } }\n",
    );
    expect(config).toMatchObject({ name: "mlops", environment: "mine" });
    expect(config.training.host).toMatchObject({
      instanceType: "m5.xlarge",
      trainingArguments: "--backbone resnet50",
    });
    expect(config.serving.function?.reservedConcurrency).toBe(5);
  });

  it("takes away by null", () => {
    const config = load("preset: console-multi\ntraining: { host: null, notebook: null }\n");
    expect([config.training.host, config.training.notebook]).toEqual([undefined, undefined]);
    expect(Object.keys(config.training.pipelines)).toEqual(["single", "several"]);
  });

  it("may name the schema for editors", () => {
    expect(load("$schema: docs/platform.schema.json\npreset: dev\n").environment).toBe("dev");
  });

  it.each([
    ["preset: 3\n", /preset must be a preset's name, not 3\.$/],
    ["preset: null\n", /preset must be a preset's name, not null\.$/],
    ["preset: [dev]\n", /preset must be a preset's name, not \["dev"\]\.$/],
    ["preset: nope\n", /There is no preset "nope"; there are: /],
  ])("is refused when it says %j", (text, message) => {
    expect(refusal({ PLATFORM_CONFIG: file(text) })).toMatch(message);
  });
});

describe("mistakes", () => {
  it("are told all at once, each with its line, its key's path and what is allowed", () => {
    const mistakes = mistakesOf(
      [
        "name: My-Platform",
        "environment: production",
        "reigon: eu-west-1",
        "owner: [me]",
        "network:",
        "  internet: double-nat",
        "  availabilityZoneCount: 9",
        "serving:",
        "  endpoints:",
        "    main:",
        "      modelDataUrl: https://example.org/model.tar.gz",
        "      realTime: { variants: { primary: { instanceTyp: ml.m5.large } } }",
        "governance: { alarmEmails: [ops], monthlyBudgetUsd: 0 }",
      ].join("\n"),
    );
    const expected: (string | RegExp)[] = [
      /^line 1: name must be lower-case letters and digits, beginning with a letter, not "My-Platform"\.$/,
      /^line 1: name must have at most 10 characters, not "My-Platform"\.$/,
      /^line 2: environment must have at most 8 characters, not "production"\.$/,
      "line 3: reigon is not known. Did you mean region?",
      'line 4: owner must be a string, not ["me"].',
      /^line 6: network\.internet must be one of none, single-nat, ha-nat, not "double-nat"\.$/,
      /^line 7: network\.availabilityZoneCount must be between 2 and \d, not 9\.$/,
      /^line 11: serving\.endpoints\.main\.modelDataUrl must be .*, not "https:/,
      "line 12: serving.endpoints.main.realTime.variants.primary.instanceTyp is not known. Did you mean instanceType?",
      /^line 12: serving\.endpoints\.main\.realTime\.variants\.primary\.instanceType is required: /,
      /^line 13: governance\.alarmEmails\[0\] must be an e-mail address, not "ops"\.$/,
      /^line 13: governance\.monthlyBudgetUsd must be between 1 and 1000000, not 0\.$/,
    ];
    for (const one of expected) {
      const found = mistakes.filter((mistake) =>
        typeof one === "string" ? mistake === one : one.test(mistake),
      );
      expect({ expected: String(one), found: found.length, mistakes }).toMatchObject({ found: 1 });
    }
    expect(mistakes).toHaveLength(expected.length);
  });

  it("name a key that is missing, and all keys where no known one is near", () => {
    expect(mistakesOf("name: dogs\n")).toEqual([
      expect.stringMatching(/^environment is required: /) as string,
    ]);
    expect(mistakesOf("name: dogs\nenvironment: x\ncolours: 3\n")).toEqual([
      expect.stringMatching(
        /^line 3: colours is not known\. Known here: name, environment, region, .*governance\.$/,
      ) as string,
    ]);
  });

  it("that a preset's values are part of name the key all the same", () => {
    const said = mistakesOf("preset: dev\nserving: { endpoints: { main: { pipeline: other } } }\n");
    expect(said).toEqual([
      expect.stringMatching(
        /^line 2: serving\.endpoints must each name a pipeline of training\.pipelines/,
      ) as string,
    ]);
  });

  it.each(["yes", "1", '"true"'])("include %s where true or false is asked for", (value) => {
    expect(mistakesOf(`preset: dev\ntraining: { store: { forceDestroy: ${value} } }\n`)).toEqual([
      expect.stringMatching(/^line 2: training\.store\.forceDestroy must be true or false, not /) as string,
    ]);
  });

  it.each([".nan", ".inf", '"200"'])("include %s where a number is asked for", (value) => {
    expect(mistakesOf(`preset: dev\ngovernance: { monthlyBudgetUsd: ${value} }\n`)).toEqual([
      expect.stringMatching(/^line 2: governance\.monthlyBudgetUsd must be a number, not /) as string,
    ]);
  });

  it.each(["__proto__", "constructor", "toString"])("include the key %s", (key) => {
    for (const start of ["preset: dev", "name: dogs\nenvironment: x"]) {
      expect(mistakesOf(`${start}\n${key}: { a: 1 }\n`)).toEqual([
        expect.stringContaining(`${key} is not known.`) as string,
      ]);
    }
  });
});
