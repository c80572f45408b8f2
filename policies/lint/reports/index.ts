import type { Report } from "../finding";
import type { Model } from "../model/types";
import { becomesGraph } from "./html/becomes";
import { formatHtml } from "./html/page";
import { formatJson } from "./json";
import { formatMarkdown } from "./markdown";
import { formatSarif } from "./sarif";
import { formatText } from "./text";

export const reportFormats = ["text", "json", "sarif", "html", "markdown"] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface FormatOptions {
  /** What was looked at: the HTML report draws who can become whom in it. */
  readonly model: () => Model;
  /** Whether a text report is for a terminal that shows colours. */
  readonly colour: boolean;
  /** The folder that SARIF names files from. */
  readonly root?: string;
}

/** The report in one of the formats. */
export function formatReport(format: ReportFormat, report: Report, options: FormatOptions): string {
  switch (format) {
    case "text":
      return formatText(report, options);
    case "json":
      return formatJson(report);
    case "sarif":
      return formatSarif(report, options.root);
    case "html":
      return formatHtml(report, becomesGraph(options.model()));
    case "markdown":
      return formatMarkdown(report);
  }
}
