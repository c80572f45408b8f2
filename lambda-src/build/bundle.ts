import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync, type Metafile } from "esbuild";
import type { LockedPackages } from "./lock";

/**
 * Bundles the handler and all that it imports, `sharp` excepted, into one minified CommonJS file.
 *
 * @throws Error when something of `lambda-src/local` got in, or an installed package is not the lock's version
 */
export function bundleHandler(
  root: string,
  packages: LockedPackages,
): { code: Uint8Array; inputs: string[] } {
  const result = buildSync({
    absWorkingDir: root,
    entryPoints: ["lambda-src/classify/index.ts"],
    bundle: true,
    write: false,
    metafile: true,
    outfile: "index.js",
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    external: ["sharp"],
    // A node_modules that is a link to another checkout's gives the same bundle.
    preserveSymlinks: true,
    // import("sharp") becomes require("sharp"), so only its CommonJS half has to be in the zip.
    supported: { "dynamic-import": false },
    // The root's tsconfig.json is for the whole repository; nothing in it may change this bundle.
    tsconfigRaw: "{}",
    logLevel: "error",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild returned no output for lambda-src/classify/index.ts.");
  const inputs = Object.keys(result.metafile.inputs).sort();
  refuseLocalParts(inputs);
  refuseOtherVersions(root, packages, result.metafile);
  return { code: file.contents, inputs };
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
