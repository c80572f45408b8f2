import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { root } from "./node-modules.mjs";
import { ensureVenv } from "./venv.mjs";

const REQUIREMENTS = path.join(root, "model-src/requirements-packages.txt");

/** What the training image brings, new enough. */
const IN_THE_IMAGE = new Set(["numpy", "packaging", "sympy", "typing-extensions", "pillow"]);

/** The image is Ubuntu 22.04: its C library takes wheels for 2.35 and older. pip takes each of these names literally. */
const PLATFORMS = ["manylinux_2_28", "manylinux_2_27", "manylinux_2_24", "manylinux_2_17", "manylinux2014"];

/** Parts that only their own makers need: 15 MB of test cases, and command-line programs for the Python that runs pip. */
const NOT_NEEDED = ["onnx/backend/test", "bin"];

/**
 * Fetches the packages for one Python into `folder/cp3NN`, unless the same are there.
 * @param {string} pythonVersion "3.12"
 * @param {string} folder
 * @returns {{folder: string, megabytes: number, already: boolean}}
 * @throws when pip cannot fetch them, or when one needs a package that neither the image nor the folder has
 */
export function vendor(pythonVersion, folder) {
  const target = path.join(folder, `cp${pythonVersion.replace(".", "")}`);
  const key = createHash("sha256")
    .update(readFileSync(REQUIREMENTS))
    .update(readFileSync(new URL(import.meta.url)))
    .digest("hex");
  const complete = path.join(target, "complete");
  if (existsSync(complete) && readFileSync(complete, "utf8") === key) {
    return { folder: target, megabytes: megabytesBelow(target), already: true };
  }
  const draft = `${target}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    install(pythonVersion, draft);
    for (const part of NOT_NEEDED) rmSync(path.join(draft, part), { recursive: true, force: true });
    checkDependencies(draft);
    writeFileSync(path.join(draft, "complete"), key);
    // At once: what was broken off must not be uploaded.
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { folder: target, megabytes: megabytesBelow(target), already: false };
}

function install(pythonVersion, target) {
  const python = ensureVenv("test");
  const platforms = PLATFORMS.flatMap((name) => ["--platform", `${name}_x86_64`]);
  // Each package with its version, and no more: pip would judge the dependencies by its own Python and not by the image's.
  const which = [
    "--no-deps",
    "--only-binary=:all:",
    "--implementation",
    "cp",
    "--python-version",
    pythonVersion,
    ...platforms,
  ];
  const how = [
    "--disable-pip-version-check",
    "--no-input",
    "--no-compile",
    "--retries",
    "2",
    "--target",
    target,
  ];
  const done = spawnSync(python, ["-m", "pip", "install", ...how, ...which, "-r", REQUIREMENTS], {
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0) {
    throw new Error(
      `pip could not fetch the packages of model-src/requirements-packages.txt for Python ${pythonVersion} (exit ${done.status}); ` +
        "what it printed is above. It needs a package index: PIP_INDEX_URL names another one than pip's own. " +
        "Without these packages a training job leaves a model for PyTorch alone.",
    );
  }
}

function checkDependencies(folder) {
  const metadata = readdirSync(folder)
    .filter((name) => name.endsWith(".dist-info"))
    .map((name) => readFileSync(path.join(folder, name, "METADATA"), "utf8"));
  const here = new Set(
    metadata.flatMap((text) => [...text.matchAll(/^Name: (\S+)/gm)].map(([, name]) => normalized(name))),
  );
  const missing = metadata.flatMap((text) =>
    [...text.matchAll(/^Requires-Dist: ([\w.-]+)(.*)/gm)]
      .filter(
        ([, name, rest]) =>
          !/extra\s*==/.test(rest) && !here.has(normalized(name)) && !IN_THE_IMAGE.has(normalized(name)),
      )
      .map(([, name]) => `${/^Name: (\S+)/m.exec(text)?.[1]} needs ${name}`),
  );
  if (missing.length > 0) {
    throw new Error(
      `model-src/requirements-packages.txt is not complete: ${missing.join(", ")}. Add these with a version.`,
    );
  }
}

/** A package's name as indexes compare it. */
const normalized = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

function megabytesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce(
    (sum, entry) => sum + statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size,
    0,
  );
  return Math.round(bytes / 1e6);
}
