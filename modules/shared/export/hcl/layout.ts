/** Lines, indented and aligned as `terraform fmt` does it. */

/** Lines are broken where they would be longer than this, when there is a place to break them. */
export const LINE_WIDTH = 110;

export interface Attribute {
  key: string;
  /** The value's lines, indented relative to the first. */
  lines: readonly string[];
}

/** Heredocs keep their own indentation: it is part of the text. */
export const indent = (lines: readonly string[]): string[] => {
  let marker: string | undefined;
  return lines.map((line) => {
    const isText = marker !== undefined;
    if (isText && line === marker) marker = undefined;
    else if (!isText) marker = /(?:^| )<<(EOT_*)$/.exec(line)?.[1];
    return isText || line === "" ? line : `  ${line}`;
  });
};

const isHeredoc = ({ lines }: Attribute) => lines[0]?.startsWith("<<") ?? false;
/** Terraform's formatter aligns an attribute with its neighbours unless its first line leaves a bracket open. */
const isAligned = (attribute: Attribute) => attribute.lines.length === 1 || isHeredoc(attribute);

/** `key = value`, the equal signs of neighbours below each other. */
export function attributeLines(attributes: readonly Attribute[]): string[] {
  const lines: string[] = [];
  let run: Attribute[] = [];
  const flush = () => {
    const width = Math.max(0, ...run.map(({ key }) => columns(key)));
    for (const { key, lines: value } of run) {
      lines.push(`${key}${" ".repeat(width - columns(key))} = ${value[0] ?? ""}`, ...value.slice(1));
    }
    run = [];
  };
  for (const attribute of attributes) {
    if (isAligned(attribute)) {
      run.push(attribute);
      continue;
    }
    flush();
    lines.push(`${attribute.key} = ${attribute.lines[0] ?? ""}`, ...attribute.lines.slice(1));
  }
  flush();
  return lines;
}

const columns = (text: string) => [...text].length;

/** Sections with an empty line between them; empty ones are left out. */
export const separated = (...sections: readonly string[][]): string[] =>
  sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index ? ["", ...section] : section));
