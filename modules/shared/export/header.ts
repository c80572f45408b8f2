/** The line that generated files begin with. It also tells the exporter's own files from other people's. */
import * as path from "node:path";

const sentence = (module: string) =>
  `Generated from modules/${module} by \`npm run export-modules\`; change that, not this file.`;

/** The line for a file, in the comment syntax of its kind. */
export function headerFor(file: string, module: string): string {
  return path.extname(file) === ".md" ? `<!-- ${sentence(module)} -->` : `# ${sentence(module)}`;
}

export const withHeader = (file: string, module: string, text: string): string =>
  `${headerFor(file, module)}\n\n${text.trimStart()}`;
