/** The generated parts of the README. */
import { costTable } from "./costs";
import { readText, type Document } from "./document";
import { fill } from "./markdown";
import { measurementsText } from "./measurements";
import { modulesTable } from "./modules";
import { presetsTable } from "./presets";

const README = "README.md";

export function readmeDocuments(): Document[] {
  const parts: [marker: string, content: string][] = [
    ["modules", modulesTable()],
    ["presets", presetsTable()],
    ["costs", costTable()],
    ["measurements", measurementsText()],
  ];
  const text = parts.reduce(
    (filled, [marker, content]) => fill(filled, marker, content, README),
    readText(README),
  );
  return [{ file: README, text }];
}
