/** `npm run docs [-- --check]`: writes every generated document, or tells which are stale. */
import { parseArgs } from "node:util";
import { configurationDocuments } from "./configuration";
import { formatted, staleAmong, write, type Document } from "./document";
import { moduleDocuments } from "./modules";
import { pictureDocuments } from "./picture";
import { policyLintDocuments } from "./policy-lint";
import { readmeDocuments } from "./readme";
import { securityDocuments } from "./security";

const USAGE = `Usage: npm run docs [-- --check]

Writes the generated parts of the documents: tables in README.md and modules/*/README.md, docs/architecture.svg,
docs/configuration.md, docs/platform.schema.json, the rules in docs/policy-lint and the tables of docs/security.md.

  --check  write nothing; exit with 1 and name the files that are not up to date
`;

type Generator = () => Document[] | Promise<Document[]>;

const GENERATORS: readonly Generator[] = [
  moduleDocuments,
  configurationDocuments,
  pictureDocuments,
  securityDocuments,
  policyLintDocuments,
  readmeDocuments,
];

/** Every generated document as it should be. */
export async function allDocuments(generators = GENERATORS): Promise<Document[]> {
  const documents: Document[] = [];
  // One after the other: CDKTF keeps global state while it synthesizes.
  for (const generate of generators) documents.push(...(await generate()));
  return Promise.all(documents.map(formatted));
}

/** @returns the exit code: 0 done or up to date, 1 stale (with --check) or failed, 2 wrong arguments */
export async function main(
  args: string[],
  print: (text: string) => void,
  fail: (text: string) => void,
  documents: () => Promise<Document[]> = allDocuments,
): Promise<number> {
  let options;
  try {
    options = parseArgs({
      args,
      options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    }).values;
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    print(USAGE);
    return 0;
  }
  try {
    const all = await documents();
    const stale = staleAmong(all);
    const names = stale.map(({ file }) => file).join("\n  ");
    if (options.check && stale.length) {
      fail(`Stale; run \`npm run docs\` and commit:\n  ${names}`);
      return 1;
    }
    write(stale);
    print(stale.length ? `Written:\n  ${names}` : `${all.length} generated documents are up to date.`);
    return 0;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (require.main === module)
  void main(process.argv.slice(2), console.log, console.error).then((code) => (process.exitCode = code));
