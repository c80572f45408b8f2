/** docs/security.md: statements on any resource and accepted findings of the scanner, each with the reason that stands in the code. */
import { anyResourceStatements } from "../../policies/documents";
import { presetNames } from "../../stacks/config/source";
import { readText, type Document } from "./document";
import { code, fill, table } from "./markdown";
import { synthesizePreset } from "./synthesized";

const PAGE = "docs/security.md";

export function securityDocuments(): Document[] {
  const withStatements = fill(readText(PAGE), "any-resource", anyResourceTable(), PAGE);
  return [{ file: PAGE, text: fill(withStatements, "accepted-findings", acceptedTable(), PAGE) }];
}

function anyResourceTable(): string {
  const rows = Object.entries(anyResourceStatements).map(([sid, { actions, reason }]) => [
    code(sid),
    actions.map(code).join(", "),
    reason,
  ]);
  return table(["Statement", "Actions", "Why no narrower resource"], rows);
}

/** Of all presets; the same check on the same type for the same reason is one row. */
function acceptedTable(): string {
  const rows = presetNames()
    .flatMap((preset) => synthesizePreset(preset).accepted)
    .map(({ address, check, reason }) => [code(check), code(address.split(".")[0] ?? ""), reason]);
  const unique = new Map(rows.map((row) => [row.join("\n"), row]));
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return table(["Check", "Resource type", "Why it is right here"], sorted);
}
