import type { Report } from "../finding";

/** Version of the format below; it changes when a reader would have to. */
const formatVersion = 1;

/** `{ version, summary, findings }`, as described at `Finding` and `Summary`. */
export function formatJson({ summary, findings }: Report): string {
  return `${JSON.stringify({ version: formatVersion, summary, findings }, null, 2)}\n`;
}
