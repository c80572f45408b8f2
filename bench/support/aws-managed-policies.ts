import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const requirements = join(__dirname, "aws-managed-policies.txt");

export interface ManagedPolicyFile {
  /** `AmazonS3FullAccess.json` */
  readonly file: string;
  /** The document, as AWS publishes it, indented by one blank. */
  readonly text: string;
}

/**
 * The documents of AWS's managed policies, as the Python package moto brings them along (Apache-2.0). The package is
 * fetched once and checked by its hash; the documents stay in the user's cache folder.
 *
 * @throws where they are not there and cannot be fetched, with the reason.
 */
export function awsManagedPolicies(): readonly ManagedPolicyFile[] {
  const pin = readFileSync(requirements, "utf8");
  const version = /^moto==(\S+)/m.exec(pin)?.[1] ?? "unknown";
  const cached = join(cacheFolder(), `aws-managed-policies-moto-${version}.json`);
  if (!existsSync(cached)) fetchInto(cached);
  const documents = JSON.parse(readFileSync(cached, "utf8")) as Record<string, { Document: unknown }>;
  return Object.entries(documents).map(([name, { Document }]) => ({
    file: `${name.replaceAll("/", "_")}.json`,
    text: JSON.stringify(Document, null, 1),
  }));
}

/** Writes one file for each policy into the folder. */
export function writeCorpus(folder: string, policies: readonly ManagedPolicyFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of policies) writeFileSync(join(folder, file), text);
}

function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "terraform-aws-mlops");
}

/** The data is a string inside a Python module; nothing of the package is imported or run. */
const extract = `
import ast, sys, zipfile
source = zipfile.ZipFile(sys.argv[1]).read("moto/iam/aws_managed_policies.py").decode()
sys.stdout.write(ast.parse(source).body[0].value.value)
`;

function fetchInto(cached: string): void {
  const python = run(process.execPath, [join(root, "scripts/venv.mjs"), "test"]).trim();
  const folder = mkdtempSync(join(tmpdir(), "aws-managed-policies-"));
  try {
    const pip = [
      "-m",
      "pip",
      "download",
      "--disable-pip-version-check",
      "--quiet",
      "--no-deps",
      "--require-hashes",
    ];
    run(python, [...pip, "--dest", folder, "-r", requirements]);
    const [wheel = ""] = readdirSync(folder);
    const text = run(python, ["-c", extract, join(folder, wheel)]);
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(`${cached}.${process.pid}`, text);
    renameSync(`${cached}.${process.pid}`, cached);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
    stdio: ["ignore", "pipe", "pipe"],
  });
}
