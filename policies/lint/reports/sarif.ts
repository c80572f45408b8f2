import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log, ReportingDescriptor, Result, Suppression as SarifSuppression } from "sarif";
import { version } from "../../../package.json";
import type { Finding, Report } from "../finding";
import { relativeName } from "../fingerprint";
import { rules } from "../rules";
import type { Rule, Severity } from "../rules/rule";
import { familyOf } from "./families";
import { exampleText } from "./rules";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/** On the scale of CVSS, by which code hosts sort: 7 and more is high, 4 and more is medium. */
const securitySeverities: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.0", info: "2.0" };

/** SARIF 2.1.0, for code hosts and editors. Names of files are relative to the root. */
export function formatSarif({ findings, unreadable }: Report, root: string | undefined): string {
  const log: Log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "policy-lint", semanticVersion: version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder that policy-lint ran in." } } },
        invocations: [{ executionSuccessful: !unreadable }],
        results: findings.map((finding) => toResult(finding, root)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, name, severity, why, whatToDo, reference, examples }: Rule): ReportingDescriptor {
  const good = exampleText(examples.good);
  return {
    id,
    name: pascalCase(name),
    shortDescription: { text: firstSentence(why) },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${whatToDo}\n\nRight would be, for example:\n${good}`,
      markdown: `${why}\n\n**What to do:** ${whatToDo}\n\nRight would be, for example:\n\n\`\`\`json\n${good}\n\`\`\`\n`,
    },
    helpUri: reference,
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ["security", "iam", familyOf(id).name],
      "security-severity": securitySeverities[severity],
      "problem.severity": severity === "info" ? "recommendation" : severity,
    },
  };
}

function toResult(finding: Finding, root: string | undefined): Result {
  const { ruleId, severity, message, line, column, end, resource, suppressed, path, confidence } = finding;
  return {
    ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === ruleId),
    level: levels[severity],
    message: { text: withoutLinks(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(finding.file, root),
          region: { startLine: line, startColumn: column, endLine: end.line, endColumn: end.column },
        },
        ...(resource === null
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "policyLint/v1": finding.fingerprint },
    suppressions: suppressed === null ? [] : [toSuppression(suppressed)],
    properties: {
      pointer: finding.pointer,
      ...(path === undefined ? {} : { path }),
      ...(confidence === undefined ? {} : { confidence }),
    },
  };
}

function toSuppression({
  kind,
  reason,
  owner,
  expires,
}: NonNullable<Finding["suppressed"]>): SarifSuppression {
  const until = expires === null ? "" : ` (${owner}, until ${expires})`;
  return {
    kind: kind === "inline" ? "inSource" : "external",
    status: "accepted",
    justification: `${reason}${until}`,
  };
}

function artifact(file: string, root: string | undefined) {
  const name = relativeName(file, root);
  if (isAbsolute(name)) return { uri: pathToFileURL(name).href };
  return { uri: name.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** `[a](1)` is a link in SARIF's plain text. */
function withoutLinks(message: string): string {
  return message.includes("](") ? message.replace(/[[\]\\]/g, "\\$&") : message;
}

/** Abbreviations do not end with a stop here; colons and semicolons may go on for long. */
function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
