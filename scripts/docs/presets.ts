/** The README's table of presets: what each says of itself, and what it costs while it stands. */
import { presetNames } from "../../stacks/config/source";
import { readText } from "./document";
import { code, table } from "./markdown";
import { priceList, usd } from "./prices";
import { standingCostUsd } from "./standing-cost";
import { synthesizePreset } from "./synthesized";

const FOLDER = "stacks/config/presets";

export function presetsTable(): string {
  const rows = presetNames().map((name) => [
    `[${code(name)}](${FOLDER}/${name}.yaml)`,
    summaryOf(name, readText(`${FOLDER}/${name}.yaml`)),
    usd(standingCostUsd(synthesizePreset(name))),
  ]);
  const { currency, region } = priceList();
  return table(["Preset", "What it is", `About, ${currency} a month (${region})`], rows);
}

/**
 * The comment at a preset's top.
 * @throws when there is none
 */
export function summaryOf(name: string, yaml: string): string {
  const lines = yaml.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  const comment = lines.slice(0, end).map((line) => line.replace(/^#\s*/, ""));
  const summary = comment.join(" ").trim();
  if (!summary)
    throw new Error(`${FOLDER}/${name}.yaml needs a comment at its top that says what the preset is.`);
  return summary;
}
