/** Where offline mode keeps the state that a root module would keep elsewhere. */
import { createHash } from "node:crypto";
import * as path from "node:path";
import type { LocalState } from "./override-file";
import { UnreadableRoot, type StoredState } from "./root-module";

/** An expression, which only Terraform can evaluate. */
const EXPRESSION = /[$%]\{/;

/** The state of a root module itself. */
export function ownState(folder: string, directory: string, stored: StoredState | undefined): LocalState {
  if (stored === undefined) return localState(folder, path.resolve(directory, "terraform.tfstate"));
  if (stored.backend === "local" || stored.backend === "s3")
    return sharedState(folder, directory, stored, "its backend");
  // Other backends are not looked up by other roots, so the folder is name enough.
  return named(folder, `${stored.backend}-${path.basename(directory)}-${digest(path.resolve(directory))}`);
}

/** The state that a `data "terraform_remote_state"` reads. */
export function remoteState(
  folder: string,
  directory: string,
  name: string,
  stored: StoredState,
): LocalState {
  const where = `data.terraform_remote_state.${name}`;
  if (stored.backend === "local" || stored.backend === "s3")
    return sharedState(folder, directory, stored, where);
  throw new UnreadableRoot(
    `${where} reads a "${stored.backend}" backend; offline mode can redirect "local" and "s3". Use one of them, or run without it.`,
  );
}

function sharedState(folder: string, directory: string, stored: StoredState, where: string): LocalState {
  if (stored.backend === "local") {
    const file = literal(stored.config, "path", where, "terraform.tfstate");
    return localState(folder, path.resolve(directory, file));
  }
  const bucket = literal(stored.config, "bucket", where);
  const key = literal(stored.config, "key", where);
  const readable = key.replace(/\.tfstate$/, "").replace(/[^\w.]+/g, "-");
  return named(folder, `s3-${bucket}-${readable}-${digest(`${bucket}/${key}`)}`);
}

/** The file's own name stays readable; the digest tells files of one name in different folders apart. */
function localState(folder: string, file: string): LocalState {
  return named(folder, `${path.basename(file).replace(/\.tfstate$/, "")}-${digest(file)}`);
}

function named(folder: string, name: string): LocalState {
  return {
    path: path.join(folder, `${name}.tfstate`),
    workspace_dir: path.join(folder, `${name}.workspaces`),
  };
}

function literal(config: Record<string, unknown>, name: string, where: string, fallback?: string): string {
  const value = config[name] ?? fallback;
  if (typeof value !== "string" || value === "" || EXPRESSION.test(value)) {
    throw new UnreadableRoot(
      `offline mode cannot tell which state ${where} means: "${name}" has to be written out in the configuration, ` +
        `got ${value === undefined ? "nothing" : JSON.stringify(value)}.`,
    );
  }
  return value;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);
