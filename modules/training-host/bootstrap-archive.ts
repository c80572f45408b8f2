/** The archives that the host fetches at its first boot. */
import { join, resolve } from "node:path";
import { archive as archiveOf, filesBelow } from "../shared/archive";

const ROOT = resolve(__dirname, "../..");

/** What goes into an archive: paths below a folder that match. */
export interface ArchiveSource {
  readonly name: string;
  readonly folder: string;
  readonly include: RegExp;
}

/** `ec2-bootstrap`, without the stub that fetches it. */
export const bootstrapSource: ArchiveSource = {
  name: "bootstrap",
  folder: join(ROOT, "ec2-bootstrap"),
  include: /^(bootstrap\.sh|cloudwatch-agent\.json|(bin|lib|systemd)\/[\w.-]+)$/,
};

/**
 * The training program of `model-src`, with `train.py` at the top, and the handler that it leaves with each model.
 * `packages/` is there where somebody ran `npm run vendor-packages`.
 */
export const codeSource: ArchiveSource = {
  name: "code",
  folder: join(ROOT, "model-src"),
  include:
    /^((train|inference)\.py|requirements-\w+\.txt|(training|serve)\/(\w+\/)*\w+\.(py|json)|packages\/(?!.*__pycache__).+)$/,
};

/**
 * Makes the `.tar.gz`, or finds it in the cache.
 * @returns the archive's path; its name holds a hash of its contents
 * @throws when nothing matches: the folder has been moved or renamed
 */
export function archive({ name, folder, include }: ArchiveSource, cacheFolder?: string): string {
  const entries = filesBelow(folder, include);
  if (entries.length === 0) throw new Error(`${folder} holds nothing for the archive "${name}".`);
  return archiveOf({ name, entries }, cacheFolder);
}
