import { spawnSync } from "node:child_process";
import * as path from "node:path";
import * as ts from "typescript";
import { resolveConfiguration } from "../../stacks/config/load";
import { parse } from "../../stacks/config/source";
import { codeBlocks, markdownFiles, root, type CodeBlock } from "./support/markdown-files";

const blocks = markdownFiles().flatMap((file) => codeBlocks(file));
const named = (some: readonly CodeBlock[]): [string, CodeBlock][] =>
  some.map((block) => [`${block.file}:${block.line}`, block]);

/** The README and the guides show whole programs; modules' READMEs show parts of one. */
const isGuide = ({ file }: CodeBlock) => file === "README.md" || file.startsWith("docs/");
const programs = blocks.filter((block) => block.language === "ts" && isGuide(block));
const configurations = blocks.filter((block) => block.language === "yaml" && isGuide(block));
const terraform = blocks.filter(({ language }) => language === "hcl");

it("finds snippets of each kind", () => {
  expect(programs.length).toBeGreaterThan(0);
  expect(configurations.length).toBeGreaterThan(2);
  expect(terraform.length).toBeGreaterThan(5);
});

describe("TypeScript", () => {
  const [{ text: first } = { text: "" }] = programs;
  const wrong = first.replace("captureDays: 14", 'captureDays: "14"');
  let mistakes: string[][];
  // One program for all, because the bindings take long to read.
  beforeAll(() => {
    mistakes = mistakesIn([...programs.map(({ text }) => text), wrong]);
  });

  it.each(named(programs))("compiles: %s", (_place, block) => {
    expect(mistakes[programs.indexOf(block)]).toEqual([]);
  });

  it("does not compile when an input is wrong", () => {
    expect(wrong).not.toBe(first);
    expect(mistakes.at(-1)?.join()).toContain("not assignable");
  });
});

/** Each compiled as a file of this repository: the snippets' user has it in a folder beside the code. */
function mistakesIn(snippets: readonly string[]): string[][] {
  const texts = new Map(
    snippets.map((snippet, i) => [
      path.join(root, `snippet-${i}-of-a-document.ts`),
      snippet.replaceAll('"./terraform-aws-mlops/', '"./'),
    ]),
  );
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, incremental: false, tsBuildInfoFile: undefined },
    root,
  );
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (name) => texts.has(name) || plain.fileExists(name),
    getSourceFile(name, ...rest) {
      const text = texts.get(name);
      return text === undefined
        ? plain.getSourceFile(name, ...rest)
        : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    },
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].map((file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  });
}

describe("configurations", () => {
  it.each(named(configurations))("load: %s", (place, { text }) => {
    expect(resolveConfiguration(parse(text, place)).name).toMatch(/^[a-z]+$/);
  });

  it("would be refused with an unknown key", () => {
    const [block] = configurations;
    expect(() => resolveConfiguration(parse(`${block?.text}\nunknown: 1\n`, "example"))).toThrow(/unknown/);
  });
});

describe("Terraform", () => {
  it.each(named(terraform))("is formatted: %s", (_place, { text }) => {
    expect(formatted(text)).toBe(text);
  });

  it("would be told when it is not", () => {
    expect(formatted('a="b"\n')).toBe('a = "b"\n');
  });
});

/** @throws when it is no HCL */
function formatted(text: string): string {
  const done = spawnSync(terraformBinary(), ["fmt", "-"], { input: text, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

/** Terraform, or OpenTofu where Terraform is missing. */
function terraformBinary(): string {
  return spawnSync("terraform", ["version"]).error ? "tofu" : "terraform";
}
