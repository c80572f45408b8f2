/** Generated documents: formatted as the rest of the repository, compared with what is there, written. */
import * as fs from "node:fs";
import * as path from "node:path";

export const ROOT = path.resolve(__dirname, "../..");

/** A generated file; `file` is its path from the repository's root. */
export interface Document {
  readonly file: string;
  readonly text: string;
}

export const readText = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Prettier's own format where it knows the file's language; other files stay as they are. */
export async function formatted({ file, text }: Document): Promise<Document> {
  const prettier = await import("prettier");
  const filepath = path.join(ROOT, file);
  const { inferredParser } = await prettier.getFileInfo(filepath);
  if (!inferredParser) return { file, text };
  const options = await prettier.resolveConfig(filepath);
  return { file, text: await prettier.format(text, { ...options, filepath }) };
}

/** Those documents whose file is missing or says something else. */
export const staleAmong = (documents: readonly Document[], root = ROOT): Document[] =>
  documents.filter(({ file, text }) => {
    const full = path.join(root, file);
    return !fs.existsSync(full) || fs.readFileSync(full, "utf8") !== text;
  });

export function write(documents: readonly Document[], root = ROOT): void {
  for (const { file, text } of documents) {
    const full = path.join(root, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  }
}
