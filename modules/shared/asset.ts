/** Files that a module brings with it: archives for Lambda and for the training host. */
import { existsSync } from "node:fs";
import type { Construct } from "constructs";
import {
  AssetType,
  DefaultTokenResolver,
  ref,
  StringConcat,
  TerraformAsset,
  TerraformStack,
  Token,
  Tokenization,
} from "./tf";

/** A stack that becomes a Terraform module of its own and keeps the files to copy beside it. */
export interface AssetCollector {
  /** Path inside the module to the file's path on this machine. */
  readonly assets: Map<string, string>;
}

const isCollector = (stack: unknown): stack is AssetCollector =>
  (stack as Partial<AssetCollector>).assets instanceof Map;

/**
 * The path of a file as Terraform sees it: `${path.module}/assets/<name>` in an exported module, a CDKTF asset in a stack.
 * @throws when the file is not there: something has to be built first
 */
export function assetPath(scope: Construct, name: string, file: string): string {
  if (!existsSync(file))
    throw new Error(`${scope.node.path}: the file ${file} is missing; it should hold ${name}.`);
  const stack = TerraformStack.of(scope);
  if (isCollector(stack)) {
    stack.assets.set(`assets/${name}`, file);
    return `${Token.asString(ref("path.module"))}/assets/${name}`;
  }
  return new TerraformAsset(scope, `asset-${name}`, { path: file, type: AssetType.FILE }).path;
}

/**
 * The path of one of several files, by a key such as an architecture. An exported module brings them all, and Terraform chooses.
 * @param files what makes or finds the file of each key; called only where the file is needed
 */
export function chosenAssetPath(
  scope: Construct,
  name: (key: string) => string,
  files: Readonly<Record<string, () => string>>,
  key: string,
): string {
  const path = (known: string) => assetPath(scope, name(known), (files[known] as () => string)());
  if (!Token.isUnresolved(key)) return path(key);
  if (!isCollector(TerraformStack.of(scope)))
    throw new Error(
      `${scope.node.path}: say which of ${Object.keys(files).join(", ")} it is; an expression cannot choose a file here.`,
    );
  Object.keys(files).forEach(path);
  return `${Token.asString(ref("path.module"))}/assets/${name(key)}`;
}

/**
 * One of Terraform's functions of a file's content, on a path that `assetPath` gave.
 * Written out as text: CDKTF warns of `${path.module}` inside the arguments of its own functions, for nothing.
 */
export function onFile(
  scope: Construct,
  call: "file" | "filesha256" | "filebase64sha256",
  path: string,
): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const written = String(Tokenization.resolve(path, { scope, resolver, preparing: true }));
  return Token.asString(ref(`${call}("${written}")`));
}
