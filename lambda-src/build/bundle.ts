import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync, type BuildOptions, type Metafile } from "esbuild";
import { lazyPackages } from "./lazy";
import type { LockedPackages } from "./lock";

export const handlerFile = "index.js";

export interface Bundle {
  /** The files of the zip by their names in it, sharp excepted. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** All source files in them, by their paths from the repository. */
  readonly inputs: readonly string[];
  /** What the files load that is not in one of them: Node's own modules, and sharp. */
  readonly externals: readonly string[];
}

const common = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // The ES modules of packages that have both: what is not used can be left out, and Node loads half as much.
  mainFields: ["module", "main"],
  minify: true,
  // One character beyond Latin-1 would make V8 keep, and scan, the whole file at two bytes a character.
  charset: "ascii",
  legalComments: "none",
  // A node_modules that is a link to another checkout's gives the same bundle.
  preserveSymlinks: true,
  // import("sharp") becomes require("sharp"), so only its CommonJS half has to be in the zip.
  supported: { "dynamic-import": false },
  // The root's tsconfig.json is for the whole repository; nothing in it may change this bundle.
  tsconfigRaw: "{}",
  logLevel: "error",
} as const satisfies BuildOptions;

/**
 * Bundles the handler and all that it imports, `sharp` excepted, into minified CommonJS files: `index.js`, and one for
 * each package that is loaded when it is first needed.
 *
 * @throws Error when something of `lambda-src/local` got in, or an installed package is not the lock's version
 */
export function bundleHandler(root: string, packages: LockedPackages): Bundle {
  const parts = [
    {
      file: handlerFile,
      options: {
        entryPoints: ["lambda-src/classify/index.ts"],
        alias: Object.fromEntries(lazyPackages.map(({ name, file }) => [name, `./${file}`])),
        external: ["sharp", ...lazyPackages.map(({ file }) => `./${file}`)],
      },
    },
    ...lazyPackages.map(({ file, source }) => ({
      file,
      options: { stdin: { contents: source, sourcefile: file, resolveDir: root } },
    })),
  ];
  const files = new Map<string, Uint8Array>();
  const inputs = new Set<string>();
  const externals = new Set<string>();
  for (const { file, options } of parts) {
    const result = buildSync({ ...common, ...options, absWorkingDir: root, outfile: file });
    const [output] = result.outputFiles;
    if (output === undefined) throw new Error(`esbuild returned no output for ${file}.`);
    files.set(file, output.contents);
    for (const path of Object.keys(result.metafile.inputs)) if (path !== file) inputs.add(path);
    for (const { imports } of Object.values(result.metafile.outputs)) {
      for (const { path } of imports) externals.add(path);
    }
    refuseOtherVersions(root, packages, result.metafile);
  }
  for (const file of files.keys()) externals.delete(`./${file}`);
  refuseLocalParts([...inputs]);
  return { files, inputs: [...inputs].sort(), externals: [...externals].sort() };
}

/** The local runner can allow a loopback address; nothing of it may ever be deployed. */
function refuseLocalParts(inputs: string[]): void {
  const foreign = inputs.filter((path) => !/^(?:lambda-src\/classify\/|node_modules\/)/.test(path));
  if (foreign.length > 0) {
    throw new Error(
      `The function's bundle may hold lambda-src/classify and packages only, but imports: ${foreign.slice(0, 5).join(", ")}.`,
    );
  }
}

/** The cache knows a bundle by its sources and the lock, so what is installed has to be what the lock says. */
function refuseOtherVersions(root: string, packages: LockedPackages, metafile: Metafile): void {
  const places = new Set(
    Object.keys(metafile.inputs).map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]),
  );
  for (const place of places) {
    if (place === undefined) continue;
    const { version } = JSON.parse(readFileSync(join(root, place, "package.json"), "utf8")) as {
      version: string;
    };
    const locked = packages[place]?.version;
    if (version !== locked) {
      throw new Error(
        `${place} is version ${version}, but package-lock.json says ${locked ?? "nothing of it"}; run npm ci.`,
      );
    }
  }
}
