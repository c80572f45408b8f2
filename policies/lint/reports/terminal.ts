import type { Severity } from "../rules/rule";

const codes = { red: 31, yellow: 33, cyan: 36, bold: 1, dim: 2 } as const;
type Style = keyof typeof codes;

const severityStyles: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow", info: "cyan" };

/** Paints for a terminal, or not at all. */
export class Painter {
  constructor(private readonly colour: boolean) {}

  paint(style: Style, text: string): string {
    return this.colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
  }

  severity(severity: Severity, text: string = severity): string {
    return this.paint(severityStyles[severity], text);
  }
}
