/** Times that were measured by hand, with how: docs/data/measurements.json. */
import { readText } from "./document";
import { code } from "./markdown";

interface Measurement {
  readonly what: string;
  readonly command: string;
  readonly machine: string;
  readonly seconds: number | null;
  /** As 2026-11-21. */
  readonly date: string | null;
}

const FILE = "docs/data/measurements.json";

export function measurementsText(): string {
  const all = JSON.parse(readText(FILE)) as Record<string, Measurement>;
  const lines = Object.values(all).map(({ what, command, machine, seconds, date }) => {
    const how = `${code(command)} on ${machine}`;
    return seconds === null || date === null
      ? `- ${what}: not measured yet (${how}).`
      : `- ${what}: **${seconds} s**, measured with ${how}, ${date}.`;
  });
  return lines.join("\n");
}
