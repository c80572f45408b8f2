/** A command behind its set-up: exit codes and signals go through. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { ScriptsCopy } from "./support/copy";

function project(script: string): ScriptsCopy {
  const copy = new ScriptsCopy();
  copy.linkTypeScript();
  copy.write("package-lock.json", "{}");
  copy.write("node_modules/.lock-hash", createHash("sha256").update("{}").digest("hex"));
  copy.write("command.ts", script);
  return copy;
}

const ARGUMENTS = ["scripts/with-setup.mjs", "command.ts"];

it.each([0, 1, 3])("the exit code is the command's: %p", (code) => {
  const copy = project("process.exitCode = Number(process.argv[2]);");
  expect(copy.node([...ARGUMENTS, String(code)])).toMatchObject({ exitCode: code, stderr: "" });
});

it("arguments arrive as they were given", () => {
  const copy = project("console.log(JSON.stringify(process.argv.slice(2)));");
  const { stdout } = copy.node([...ARGUMENTS, "--only", "two words", "*"]);
  expect(JSON.parse(stdout)).toEqual(["--only", "two words", "*"]);
});

it("a command that cannot start is a failure", () => {
  expect(project("import './missing';").node(ARGUMENTS).exitCode).toBe(1);
  expect(project("").node(["scripts/with-setup.mjs", "missing.ts"]).exitCode).toBe(1);
});

it.each([
  ["SIGKILL", 137],
  ["SIGTERM", 143],
  ["SIGINT", 130],
])("a command that is ended by %s is told by the shell's exit code", (signal, exitCode) => {
  expect(
    project(`process.kill(process.pid, "${signal}"); setTimeout(() => {}, 5000);`).node(ARGUMENTS).exitCode,
  ).toBe(exitCode);
});

it("SIGTERM reaches the command, which may still tidy up", async () => {
  const copy = project(
    'process.on("SIGTERM", () => { console.log("tidied"); process.exit(5); }); console.log("ready"); setInterval(() => {}, 1000);',
  );
  const child = spawn(process.execPath, ARGUMENTS, {
    cwd: copy.root,
    env: copy.environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output === "ready\n") child.kill("SIGTERM");
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([output, code]).toEqual(["ready\ntidied\n", 5]);
});
