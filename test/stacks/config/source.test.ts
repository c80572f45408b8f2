import * as fs from "node:fs";
import * as path from "node:path";
import {
  ConfigurationError,
  merge,
  parse,
  presetNames,
  readFile,
  readPreset,
} from "../../../stacks/config/source";
import { temporaryFolder } from "../../helpers/temporary";

const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error("It was taken.");
};

describe("a file", () => {
  it("is read as YAML and as JSON alike", () => {
    expect(parse("name: x\ntags: { a: b }\n", "f").content).toEqual({ name: "x", tags: { a: "b" } });
    expect(parse('{"name": "x", "tags": {"a": "b"}}', "f").content).toEqual({ name: "x", tags: { a: "b" } });
  });

  it("may be empty, begin with a byte order mark, or have line ends of Windows", () => {
    for (const text of ["", "# nothing yet\n"]) expect(parse(text, "f").content).toEqual({});
    expect(parse("\uFEFFname: x\r\nenvironment: y\r\n", "f").content).toEqual({
      name: "x",
      environment: "y",
    });
  });

  it("may use an anchor again", () => {
    expect(parse("a: &same { x: 1 }\nb: *same\n", "f").content).toEqual({ a: { x: 1 }, b: { x: 1 } });
  });

  it.each([
    ["a key that is there twice", "name: x\nowner: a\nname: y\n", /line 3: Map keys must be unique/],
    ["a key that is there twice in JSON", '{\n"name": "x",\n"name": "y"}', /line 3: Map keys must be unique/],
    ["a list that is not closed", "name: x\ntags: [a\n", /line \d: Flow sequence/],
    ["indentation by a tab", "network:\n\tinternet: none\n", /line 2: Tabs are not allowed/],
    ["two documents", "name: x\n---\nname: y\n", /line 2: Source contains multiple documents/],
    ["a tag that means nothing here", "name: x\nowner: !secret me\n", /line 2: Unresolved tag: !secret/],
    ["an alias of nothing", "name: *nobody\n", /Unresolved alias.*nobody/],
  ])("is refused with %s", (_title, text, message) => {
    const said = refusal(() => parse(text, "platform.yaml"));
    expect(said).toMatch(/^platform\.yaml is not valid YAML or JSON:\n {2}/);
    expect(said).toMatch(message);
  });

  it("is refused when its aliases would fill the memory", () => {
    const levels = [...Array(9).keys()].map((n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`);
    expect(refusal(() => parse(["l0: &l0 [x]", ...levels].join("\n"), "f"))).toMatch(/alias count/);
  });

  it.each([
    ["a list", "- name: x\n", /f holds a list; expected keys such as "name:"/],
    ["a single value", "platform\n", /f holds a single value; expected keys/],
  ])("is refused when it holds %s", (_title, text, message) => {
    expect(refusal(() => parse(text, "f"))).toMatch(message);
  });

  it("is refused when it is missing or a folder, with its path", () => {
    const folder = temporaryFolder();
    const missing = path.join(folder, "platform.yaml");
    expect(refusal(() => readFile(missing))).toBe(
      `${missing} cannot be read: there is no such file. Expected a YAML or JSON file with a configuration.`,
    );
    expect(refusal(() => readFile(folder))).toContain(`${folder} cannot be read: it is a folder.`);
  });

  it("knows the line of each key, and for a missing one that of the key above", () => {
    const text =
      "name: x\nserving:\n  endpoints:\n    main:\n      variants: [{ weight: 1 },\n        { weight: 2 }]\n    1:\n      a: b\n";
    const source = parse(text, "f");
    expect(source.lineOf(["name"])).toBe(1);
    expect(source.lineOf(["serving", "endpoints", "main"])).toBe(4);
    expect(source.lineOf(["serving", "endpoints", "main", "variants", 1, "weight"])).toBe(6);
    expect(source.lineOf(["serving", "endpoints", 1, "a"])).toBe(8);
    expect(source.lineOf(["serving", "endpoints", "main", "absent", "deeper"])).toBe(4);
    expect(source.lineOf(["absent"])).toBeUndefined();
  });
});

describe("a preset", () => {
  it("is found by its name", () => {
    expect(presetNames()).toEqual(
      expect.arrayContaining([
        "console-gpu",
        "console-multi",
        "dev",
        "m5-baseline",
        "private-vpc",
        "production",
        "tuned-multi",
      ]),
    );
    expect(readPreset("dev").content).toMatchObject({ environment: "dev" });
  });

  it.each(["nope", "", "../presets/dev", "dev.yaml", "Dev"])(
    "is refused by the name %p, with all there are",
    (name) => {
      expect(refusal(() => readPreset(name))).toBe(
        `There is no preset "${name}"; there are: ${presetNames().join(", ")}.`,
      );
    },
  );

  it("is data only: every file of the folder is one", () => {
    const folder = path.resolve(__dirname, "../../../stacks/config/presets");
    expect(
      fs
        .readdirSync(folder)
        .map((file) => path.parse(file).name)
        .sort(),
    ).toEqual(presetNames());
  });
});

describe("values over others", () => {
  const base = {
    name: "x",
    network: { internet: "none", zones: 2 },
    emails: ["a", "b"],
    notebook: { size: 5 },
  };

  it("replace single values and lists, and keep what they do not mention", () => {
    expect(merge(base, { network: { internet: "single-nat" }, emails: ["c"] })).toEqual({
      ...base,
      network: { internet: "single-nat", zones: 2 },
      emails: ["c"],
    });
  });

  it("take away by null, at any depth, also what is not there", () => {
    expect(merge(base, { notebook: null, network: { zones: null }, other: null })).toEqual({
      name: "x",
      network: { internet: "none" },
      emails: ["a", "b"],
    });
  });

  it("replace an object by a value and a value by an object, for the schema to judge", () => {
    expect(merge(base, { network: 3, name: { a: 1 } })).toMatchObject({ network: 3, name: { a: 1 } });
  });

  it("leave both as they were", () => {
    const [before, over] = [structuredClone(base), { network: { zones: null } }];
    merge(base, over);
    expect([base, over]).toEqual([before, { network: { zones: null } }]);
  });

  it("keep a key by which JavaScript means something else", () => {
    const merged = merge({ a: 1 }, JSON.parse('{"__proto__": {"b": 2}}')) as object;
    expect(Object.keys(merged)).toEqual(["a", "__proto__"]);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});
