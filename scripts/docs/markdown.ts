/** Markdown that is generated: tables, and the places between markers where they go. */

/** A table as Markdown; bars and line ends inside cells are taken care of. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

export const code = (text: string): string => `\`${text}\``;

/**
 * The text with `content` between `<!-- marker:begin -->` and `<!-- marker:end -->`.
 * @throws when `file` does not hold this pair of lines exactly once
 */
export function fill(text: string, marker: string, content: string, file: string): string {
  const [begin, end] = [`<!-- ${marker}:begin -->`, `<!-- ${marker}:end -->`];
  const [[before = "", ...afterBegin], parts] = [text.split(begin), text.split(end)];
  const [, after = ""] = parts;
  if (afterBegin.length !== 1 || parts.length !== 2 || text.indexOf(end) < text.indexOf(begin))
    throw new Error(`${file} needs the lines ${begin} and ${end}, in this order, once.`);
  // Prettier would pad every cell to the longest one.
  const kept = `<!-- prettier-ignore-start -->\n${content}\n<!-- prettier-ignore-end -->`;
  return `${before}${begin}\n\n${kept}\n\n${end}${after}`;
}
