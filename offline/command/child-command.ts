import * as path from "node:path";
import { SHIMMED } from "./session";

/** cdktf's commands that would otherwise ask the registry for checksums of the providers. */
const LOCKING = new Set(["deploy", "diff", "plan", "destroy", "output", "apply"]);
const SKIP_LOCK = "--skip-provider-lock";

export interface ChildCommand {
  command: string;
  args: string[];
  /** A binary that was named by its path, which the shim of that name has to run. */
  binary?: { name: string; path: string };
}

/** The command to run so that neither cdktf nor a path gets around offline mode. */
export function prepareChildCommand(words: readonly string[]): ChildCommand {
  const [command = "", ...args] = addSkipLock(words);
  const name = path.basename(command);
  const isShimmed = (SHIMMED as readonly string[]).includes(name);
  if (isShimmed && command !== name)
    return { command: name, args, binary: { name, path: path.resolve(command) } };
  return { command, args };
}

/** Also finds cdktf behind `npx` or `node_modules/.bin`. */
function addSkipLock(words: readonly string[]): string[] {
  const cdktf = words.findIndex((word) => path.basename(word) === "cdktf");
  const subcommand = cdktf < 0 ? undefined : words[cdktf + 1];
  if (subcommand === undefined || !LOCKING.has(subcommand) || words.includes(SKIP_LOCK)) return [...words];
  return [...words.slice(0, cdktf + 2), SKIP_LOCK, ...words.slice(cdktf + 2)];
}
