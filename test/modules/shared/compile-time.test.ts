import * as path from "node:path";
import * as ts from "typescript";

const file = path.join(__dirname, "compile-time.ts");

it("finds every expected compile error, and no other", () => {
  const configFile = path.resolve(__dirname, "../../../tsconfig.json");
  const { config } = ts.readConfigFile(configFile, (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, path.dirname(configFile));
  const program = ts.createProgram([file], { ...options, incremental: false, tsBuildInfoFile: undefined });
  const source = program.getSourceFile(file);
  const messages = ts
    .getPreEmitDiagnostics(program, source)
    .map(
      ({ start, messageText }) =>
        `line ${source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  expect(messages).toEqual([]);
  expect(source?.text.match(/@ts-expect-error/g)?.length).toBeGreaterThanOrEqual(17);
});
