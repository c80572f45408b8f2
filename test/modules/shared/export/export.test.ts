import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import * as fs from "node:fs";
import * as path from "node:path";
import { exportModule, type ModuleFiles } from "../../../../modules/shared/export/export";
import { differences, filesIn, replaceFolder } from "../../../../modules/shared/export/folder";
import { loadModule } from "../../../../modules/shared/export/load";
import { map, str } from "../../../../modules/shared/inputs";
import type { AnyModule } from "../../../../modules/shared/module";
import { TerraformOutput } from "../../../../modules/shared/tf";
import { temporaryFolder } from "../../../helpers/temporary";
import { terraformRoot } from "../../../helpers/terraform";

const modules = path.resolve(__dirname, "../fixtures/modules");
const folder = path.join(modules, "sample");
const sample = () => exportModule(loadModule("sample", modules), folder);
const textOf = (files: ModuleFiles, name: string) => files.get(name)?.toString() ?? "";

/** A module of one input, with whatever the test puts into it. */
const moduleWith = (fill: (scope: Construct, name: string) => void): AnyModule => ({
  name: "sample",
  summary: "",
  inputs: { name: str({ description: "A name." }) },
  rules: [],
  make: (scope, { name }: { name: string }) => {
    const construct = new Construct(scope, "this");
    fill(construct, name);
    return construct;
  },
  outputs: {},
});
const parameter = (scope: Construct, id: string, value: string) =>
  new SsmParameter(scope, id, { name: "/x", type: "String", value });

describe("the exported sample module", () => {
  // A change here is meant: REGENERATE=1 npx jest test/modules/shared/export/export.test.ts
  const expected = path.resolve(__dirname, "../fixtures/exported/sample");

  it("is what it was", () => {
    if (process.env.REGENERATE) replaceFolder(expected, sample());
    expect(differences(expected, sample())).toEqual([]);
  });

  it("is the same twice, byte by byte", () => {
    expect([...sample()]).toEqual([...sample()]);
  });

  it("is formatted, valid, and passes its own Terraform tests", async () => {
    const root = temporaryFolder();
    replaceFolder(root, sample());
    const terraform = await terraformRoot(root);
    terraform.fmtCheck();
    terraform.init();
    terraform.validate();
    expect(terraform.test().text).toMatch(/2 passed, 0 failed/);
  });

  it("has an example that can be planned", async () => {
    const root = temporaryFolder();
    replaceFolder(root, sample());
    const terraform = await terraformRoot(path.join(root, "examples/minimal"));
    fs.writeFileSync(
      path.join(root, "examples/minimal/provider.tf"),
      'provider "aws" {\n  region = "eu-west-1"\n}\n',
    );
    terraform.init();
    const planned = terraform.plan().resource_changes.map(({ address }) => address);
    expect(planned).toContain("module.sample.aws_sagemaker_model.model");
  });

  it("brings its files, and says in each text where it comes from", () => {
    const files = sample();
    expect([...files.keys()]).toEqual([
      "README.md", "assets/hello.txt", "examples/minimal/main.tf", "main.tf", "outputs.tf",
      "tests/defaults.tftest.hcl", "variables.tf", "versions.tf",
    ]); // prettier-ignore
    expect(textOf(files, "assets/hello.txt")).toBe("hello\n");
    for (const [name, content] of files) {
      if (name.startsWith("assets/")) continue;
      expect(content.toString().split("\n")[0]).toMatch(
        /Generated from modules\/sample by `npm run export-modules`/,
      );
    }
  });

  it("has neither a provider nor a backend", () => {
    const all = [...sample().entries()].filter(([name]) => name.endsWith(".tf") && !name.includes("/"));
    const text = all.map(([, content]) => content.toString()).join("\n");
    expect(text).not.toMatch(/^(provider|\s+backend) /m);
    expect(text).toMatch(/required_version = ">= 1\.10\.0"/);
    expect(text).toMatch(/version = ">= 6\.25\.0, < 7\.0\.0"/);
  });

  it("keeps the reason for an accepted finding beside the resource", () => {
    expect(textOf(sample(), "main.tf")).toContain(
      'resource "aws_s3_bucket" "files" {\n  # checkov:skip=CKV_AWS_18: A fixture of tests; nobody reads its access logs.\n',
    );
  });
});

describe("exportModule refuses", () => {
  const refuse = (definition: AnyModule, from = folder) => expect(() => exportModule(definition, from));

  it("an input that nothing uses", () => {
    const definition = moduleWith((scope) => void parameter(scope, "one", "x"));
    refuse(definition).toThrow(
      "sample has inputs that nothing uses: name. Use them, or take them out of its table.",
    );
  });

  it("an input that only its own validation uses, or whose name only begins another's", () => {
    const definition: AnyModule = {
      ...moduleWith((scope, name) => void parameter(scope, "one", name)),
      inputs: {
        name: str({ description: "A name." }),
        nam: str({ description: "Part of it.", maxLength: 3 }),
      },
    };
    refuse(definition).toThrow(/nothing uses: nam\./);
  });

  it("two elements of one type with one id", () => {
    const definition = moduleWith((scope, name) => {
      parameter(scope, "one_two", name);
      parameter(new Construct(scope, "one"), "two", name);
    });
    refuse(definition).toThrow(
      /sample\/this\/one_two and sample\/this\/one\/two are both resource\.aws_ssm_parameter\.one_two; give one another id/,
    );
  });

  it("an id that is no name for HCL", () => {
    refuse(moduleWith((scope, name) => void parameter(scope, "1st", name))).toThrow(
      /the id "1st" is no name for HCL/,
    );
  });

  it("a provider or an output of its own", () => {
    const provider = moduleWith((scope, name) => {
      parameter(scope, "one", name);
      new AwsProvider(scope, "aws", {});
    });
    refuse(provider).toThrow(/sample makes provider; an exported module holds resources/);
    const output = moduleWith((scope, name) => void new TerraformOutput(scope, "out", { value: name }));
    refuse(output).toThrow(/sample makes output/);
  });

  it("a construct that looks into an input as if it were plain", () => {
    const definition: AnyModule = {
      ...moduleWith(() => undefined),
      inputs: { items: map(str({ description: "An item." }), { description: "Items." }) },
      make: (scope, { items }: { items: Record<string, string> }) => {
        const construct = new Construct(scope, "this");
        Object.entries(items).forEach(([key, value]) => parameter(construct, key, value));
        return construct;
      },
    };
    refuse(definition).toThrow();
  });

  it("a folder without README, and furniture that is none", () => {
    const definition = moduleWith((scope, name) => void parameter(scope, "one", name));
    const empty = temporaryFolder();
    refuse(definition, empty).toThrow(/README\.md is missing: every module has one/);
    fs.copyFileSync(path.join(folder, "README.md"), path.join(empty, "README.md"));
    fs.mkdirSync(path.join(empty, "tests"));
    fs.writeFileSync(path.join(empty, "tests/notes.txt"), "");
    refuse(definition, empty).toThrow(/notes\.txt has no place in a module/);
    expect(filesIn(empty)).toEqual(["README.md", "tests/notes.txt"]);
  });
});
