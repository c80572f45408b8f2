/** The whole way through the platform on this machine; started by scripts/demo.mjs in offline mode. */
import * as fs from "node:fs";
import * as path from "node:path";
import { formatText, lintPaths } from "../../policies/lint";
import { createLocalRunner } from "../../lambda-src/local";
import { startContainer } from "./inference-container";
import { readOptions, USAGE, type DemoOptions } from "./options";
import { servePhoto } from "./photo-server";
import { endAll, must } from "./processes";
import { bestClasses, printPrediction } from "./prediction";
import { Progress } from "./progress";
import { deploy, destroy, requireNoChanges, stacksInOrder, type Stack } from "./terraform-stacks";

const root = path.resolve(__dirname, "../..");
const out = path.join(root, "out", "demo");
const cdktfOut = path.join(out, "cdktf.out");
const modelFolder = path.join(root, "model-src", "demo", "model");
const defaultImage = path.join(root, "test", "fixtures", "photo", "cat.jpg");
const TOP = 5;

async function main(): Promise<number> {
  let options: DemoOptions | "help";
  try {
    // npm runs scripts in the package's folder, and tells where it was called.
    options = readOptions(process.argv.slice(2), defaultImage, process.env.INIT_CWD ?? process.cwd());
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options === "help") {
    console.log(USAGE);
    return 0;
  }
  const progress = new Progress();
  const deployed: Stack[] = [];
  let failure: unknown;
  try {
    await demonstrate(options, progress, deployed);
  } catch (error) {
    failure = error;
  }
  // What was deployed goes again, even when a step failed.
  try {
    if (deployed.length) await progress.step("Destroy every stack", (note) => destroyAll(deployed, note));
  } catch (error) {
    failure ??= error;
  }
  if (failure !== undefined) console.error(`\n${messageOf(failure)}`);
  console.log(`\nSummary\n${progress.lines().join("\n")}\n`);
  console.log(
    `  synthesized platform  ${path.relative(root, cdktfOut)}\n  prediction            ${path.relative(root, predictionFile)}`,
  );
  console.log(`  model                 ${path.relative(root, modelFolder)}`);
  console.log(
    failure === undefined ? "\nEverything worked." : "\nThe demo failed; the message is above the summary.",
  );
  return failure === undefined ? 0 : 1;
}

const messageOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : JSON.stringify(failure);

const predictionFile = path.join(out, "prediction.json");

async function demonstrate(options: DemoOptions, progress: Progress, deployed: Stack[]): Promise<void> {
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  await progress.step(`Synthesize the platform (preset ${options.preset})`, () => synthesize(options.preset));
  await progress.step("Lint its policies", lintPolicies);
  await progress.step("Plan and apply every stack", (note) => deployAll(deployed, note));
  await progress.step("Plan again: no changes", async (note) => {
    for (const stack of deployed) {
      note(stack.name);
      await requireNoChanges(stack);
    }
  });
  await classify(options, progress);
}

async function synthesize(preset: string): Promise<void> {
  const env = { ...process.env, PLATFORM_PRESET: preset, PLATFORM_CONFIG: "", CDKTF_OUTDIR: cdktfOut };
  await must(process.execPath, ["-r", "ts-node/register", "stacks/main.ts"], { cwd: root, env });
}

function lintPolicies(note: (text: string) => void): void {
  const report = lintPaths([cdktfOut]);
  const { error, warning, files } = report.summary;
  note(`${files} files, ${error} errors, ${warning} warnings`);
  if (error > 0) throw new Error(formatText(report, { colour: false }));
}

async function deployAll(deployed: Stack[], note: (text: string) => void): Promise<void> {
  for (const stack of stacksInOrder(cdktfOut)) {
    note(stack.name);
    deployed.push(stack);
    note(`${stack.name}: ${await deploy(stack)} resources`);
  }
}

async function destroyAll(deployed: Stack[], note: (text: string) => void): Promise<void> {
  for (const stack of [...deployed].reverse()) note(`${stack.name}: ${await destroy(stack)} resources`);
}

async function classify({ image }: DemoOptions, progress: Progress): Promise<void> {
  const python = process.env.DEMO_PYTHON;
  if (!python) throw new Error("DEMO_PYTHON is not set; start the demo with npm run demo.");
  const container = await progress.step("Start the inference handler (GET /ping)", () =>
    startContainer(python, modelFolder),
  );
  const photo = await servePhoto(image);
  try {
    const runner = await createLocalRunner({ endpointUrl: container.url, photoOrigin: photo.origin });
    try {
      const response = await progress.step(`Call the Lambda handler with ${photo.url}`, () =>
        runner.invoke({ url: photo.url }),
      );
      if (response.statusCode !== 200)
        throw new Error(`The function answered ${response.statusCode}: ${response.body}`);
      fs.writeFileSync(predictionFile, `${response.body}\n`);
      printPrediction(image, response.body, bestClasses(response.body, modelFolder, TOP));
    } finally {
      await runner.close();
    }
  } finally {
    await photo.close();
    await container.stop();
  }
}

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    console.error(`\n${signal}: ending what runs …`);
    void endAll().finally(() => process.exit(130));
  });
}
main().then(
  async (code) => {
    await endAll();
    if (!interrupted) process.exit(code);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
