import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  architectures,
  buildFunction,
  type Architecture,
  type BuildOptions,
} from "../../../lambda-src/build";
import { unpack } from "../../../lambda-src/build/unpack";

const repository = resolve(__dirname, "../../..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "build-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A second checkout: own sources and lock, the same installed packages. */
function checkout(name: string): string {
  const root = join(folder, name);
  mkdirSync(root);
  cpSync(join(repository, "lambda-src"), join(root, "lambda-src"), { recursive: true });
  cpSync(join(repository, "package-lock.json"), join(root, "package-lock.json"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  return root;
}

/** Builds with a cache of its own, so really. */
function buildIn(root: string, options: Partial<BuildOptions> = {}) {
  const progress: string[] = [];
  const cacheFolder = join(root, "cache");
  const build = buildFunction({
    architecture: "x86_64",
    root,
    cacheFolder,
    progress: (line) => progress.push(line),
    ...options,
  });
  return { ...build, progress };
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
}

/** Builds in a process of its own, whose environment this test can set. */
function buildWith(root: string, environment: Record<string, string>) {
  const call = `process.stdout.write(require("./lambda-src/build").buildFunction({ architecture: "x86_64", root: "${root}", cacheFolder: "${root}/cache" }).zipPath)`;
  const env = { ...process.env, ...environment };
  const node = ["-r", "ts-node/register", "-e", call];
  return spawnSync(process.execPath, node, { cwd: repository, env, encoding: "utf8" });
}

test("two checkouts in different folders and time zones give the same bytes", () => {
  const first = buildIn(checkout("first"));
  const second = buildWith(checkout("second"), { TZ: "Pacific/Auckland" });
  expect(second.stderr).toContain("Building the classifier function");
  expect(second.stdout).not.toBe(first.zipPath);
  expect(readFileSync(second.stdout).equals(readFileSync(first.zipPath))).toBe(true);
});

test("the hash is the zip's own, as Terraform computes it", () => {
  const { zipPath, sha256Base64, sizes } = buildFunction({ architecture: "x86_64" });
  const zip = readFileSync(zipPath);
  expect(sha256Base64).toBe(createHash("sha256").update(zip).digest("base64"));
  expect(sizes.zipBytes).toBe(zip.length);
});

test("a second call answers from the cache in under 100 ms and says nothing; a changed source builds anew", () => {
  const root = checkout("third");
  const first = buildIn(root);
  expect(first.progress).toEqual([expect.stringContaining("x86_64") as string]);
  const started = performance.now();
  const second = buildIn(root);
  expect(performance.now() - started).toBeLessThan(100);
  expect(second).toEqual({ ...first, progress: [] });
  edit(join(root, "lambda-src/classify/response.ts"), (text) => text.replace("text/plain", "text/other"));
  const third = buildIn(root);
  expect(third.progress).toHaveLength(1);
  expect(third.sha256Base64).not.toBe(first.sha256Base64);
});

/** ELF header, bytes 18 and 19 (e_machine). */
const machines: Record<Architecture, number> = { arm64: 0xb7, x86_64: 0x3e };

test.each(architectures)("the %s zip holds sharp for that architecture and no other", (architecture) => {
  const target = join(folder, architecture);
  const files = unpack(buildFunction({ architecture }).zipPath, target);
  const native = Object.entries(files).filter(([path]) => /\.node$|\.so(\.|$)/.test(path));
  expect(native).toHaveLength(2);
  for (const [, content] of native)
    expect(Buffer.from(content).readUInt16LE(18)).toBe(machines[architecture]);
  expect(Object.keys(files)).toContain("index.js");
  expect(Object.keys(files).filter((path) => /local|\.mjs$|\.ts$|\.map$/.test(path))).toEqual([]);
});

test("another architecture is an error that names the two", () => {
  const architecture = "riscv64" as Architecture;
  expect(() => buildFunction({ architecture })).toThrow(
    'architecture is "riscv64"; expected one of arm64, x86_64.',
  );
});

test("a bundle that would reach the local runner is refused", () => {
  const root = checkout("leaking");
  const index = join(root, "lambda-src/classify/index.ts");
  const leak = `export { allowLoopbackOrigin } from "../local/loopback-policy";\n`;
  edit(index, (text) => text + leak);
  expect(() => buildIn(root)).toThrow(/but imports: lambda-src\/local\/loopback-policy\.ts/);
});

test("an installed package that is not the lock's version is refused", () => {
  const root = checkout("stale");
  edit(join(root, "package-lock.json"), (text) =>
    text.replace(/("node_modules\/ipaddr\.js": \{\s*"version": ")[^"]+/, "$19.9.9"),
  );
  expect(() => buildIn(root)).toThrow(
    /node_modules\/ipaddr\.js is version .*, but package-lock\.json says 9\.9\.9; run npm ci/,
  );
});

test("a package whose content does not have the lock's checksum is refused", () => {
  const root = checkout("tampered");
  const checksum = `sha512-${Buffer.alloc(64, 7).toString("base64")}`;
  const entry = /("node_modules\/@img\/sharp-linux-x64": \{\s*"version": "[^"]+",\s*"integrity": ")[^"]+/;
  edit(join(root, "package-lock.json"), (text) => text.replace(entry, `$1${checksum}`));
  expect(() => buildIn(root)).toThrow(/EINTEGRITY/);
});

test("an unreachable registry is an error that says what to do, and leaves nothing half built", () => {
  const root = checkout("offline");
  const { status, stderr } = buildWith(root, {
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_cache: join(folder, "empty-cache"),
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/could not install it:[^]*ECONNREFUSED[^]*If this machine is offline: build once/);
  expect(readdirSync(join(root, "cache"))).toEqual([]);
});
