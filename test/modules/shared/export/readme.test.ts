import * as fs from "node:fs";
import * as path from "node:path";
import { loadModule } from "../../../../modules/shared/export/load";
import { inputsTable, outputsTable, readmeWithTables } from "../../../../modules/shared/export/readme";
import { main } from "../../../../modules/shared/export/readme-cli";
import { bool, list, obj, str } from "../../../../modules/shared/inputs";
import type { AnyModule } from "../../../../modules/shared/module";
import { temporaryFolder } from "../../../helpers/temporary";

const modules = path.resolve(__dirname, "../fixtures/modules");
const sample = loadModule("sample", modules);

const definition: AnyModule = {
  name: "m",
  summary: "",
  inputs: {
    mode: str({ description: "How.", oneOf: ["a", "b"], default: "a" }),
    keyPattern: str({ description: "A key.", pattern: "^(a|b)$", source: "AWS says so", sensitive: true }),
    fast: bool({ description: "Whether.", optional: true }),
    items: list(obj({ itemName: str({ description: "Its name.", maxLength: 5 }) }, { description: "One." }), {
      description: "Several.",
      maxItems: 2,
    }),
  },
  rules: [
    {
      at: "keyPattern",
      says: "must not be {items}",
      reads: [],
      holds: () => true,
      condition: "true",
    },
  ],
  make: () => {
    throw new Error("not made here");
  },
  outputs: { someArn: { description: "An ARN.", value: () => "", sensitive: true } },
};

describe("the tables", () => {
  it("are in TypeScript's words in the source", () => {
    expect(inputsTable(definition, "typescript").split("\n")).toEqual([
      "| Input | Type | Default | Meaning |",
      "| --- | --- | --- | --- |",
      '| `mode` | `"a" \\| "b"` | `"a"` | How. Must be one of a, b. |',
      "| `keyPattern` | `string` | **required** | A key. Must match `^(a\\|b)$`. Sensitive. Source: AWS says so. |",
      "| `fast` | `boolean` | not set | Whether. |",
      "| `items` | `object[]` | **required** | Several. Must have at most 2 element(s). |",
      "| `items[].itemName` | `string` | **required** | Its name. Must have at most 5 characters. |",
      "",
      "Between inputs:",
      "",
      "- `keyPattern` must not be `items`.",
    ]);
  });

  it("are in Terraform's words in the exported module", () => {
    const table = inputsTable(definition, "terraform");
    expect(table).toContain("| `items[].item_name` | `string` | **required** |");
    expect(table).toContain("| `items` | `list(object)` | **required** |");
    expect(table).toContain("- `key_pattern` must not be `items`.");
    expect(outputsTable(definition, "terraform")).toContain("| `some_arn` | An ARN. Sensitive. |");
  });

  it("name every input and every output of a module", () => {
    const table = inputsTable(sample, "typescript");
    for (const name of Object.keys(sample.inputs)) expect(table).toContain(`| \`${name}\` |`);
  });
});

describe("a README", () => {
  it("keeps its prose, and gets the same tables when filled twice", () => {
    const file = path.join(temporaryFolder(), "README.md");
    fs.copyFileSync(path.join(modules, "sample/README.md"), file);
    const once = readmeWithTables(file, sample, "typescript");
    expect(once).toMatch(/^# sample\n\nA module for the exporter's tests\.\n/);
    fs.writeFileSync(file, once);
    expect(readmeWithTables(file, sample, "typescript")).toBe(once);
  });

  it.each([
    ["no markers", "# x\n", /needs the lines <!-- inputs:begin --> and <!-- inputs:end -->/],
    ["them in the wrong order", "<!-- inputs:end --><!-- inputs:begin -->", /in this order/],
    ["those of the inputs only", "<!-- inputs:begin -->\n<!-- inputs:end -->", /<!-- outputs:begin -->/],
  ])("with %s is refused", (_title, text, message) => {
    const file = path.join(temporaryFolder(), "README.md");
    fs.writeFileSync(file, text);
    expect(() => readmeWithTables(file, sample, "typescript")).toThrow(message);
  });
});

describe("npm run docs:modules", () => {
  function run(args: string[], folder?: string) {
    const said: string[] = [];
    const code = main(
      args,
      (text) => said.push(text),
      (text) => said.push(text),
      folder,
    );
    return { code, said: said.join("\n") };
  }

  it("finds the committed READMEs up to date", () => {
    expect(run(["--check"])).toEqual({ code: 0, said: "Every module's README is up to date." });
  });

  it("tells a stale table, writes it, and then finds nothing", () => {
    const folder = path.join(temporaryFolder(), "modules");
    fs.mkdirSync(path.join(folder, "sample"), { recursive: true });
    const readme = path.join(folder, "sample/README.md");
    fs.copyFileSync(path.join(modules, "sample/README.md"), readme);
    const source = JSON.stringify(path.join(modules, "sample/module"));
    fs.writeFileSync(path.join(folder, "sample/module.ts"), `export { definition } from ${source};\n`);
    expect(run(["--check"], folder)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Stale tables.*README\.md$/) as string,
    });
    expect(run([], folder).code).toBe(0);
    expect(fs.readFileSync(readme, "utf8")).toContain("| `scaling.maxCapacity` | `number` | **required** |");
    expect(run(["--check"], folder).code).toBe(0);
  });

  it("refuses what it does not know", () => {
    expect(run(["--chek"])).toMatchObject({ code: 2, said: expect.stringMatching(/Usage/) as string });
  });
});
