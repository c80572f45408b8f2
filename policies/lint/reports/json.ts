import type { Finding, Report } from "../finding";

/** Version of the format below; it changes when a reader would have to. */
export const jsonVersion = 1;

/** `{ version, summary, findings }`, as docs/policy-lint/report.schema.json describes it. */
export function formatJson({ summary, findings }: Report): string {
  return `${JSON.stringify({ version: jsonVersion, summary, findings: findings.map(toJson) }, null, 2)}\n`;
}

function toJson(finding: Finding) {
  const { ruleId, name, severity, message, file, line, column, pointer, resource, suppressed } = finding;
  const { path, confidence } = finding;
  return {
    ...{ ruleId, name, severity, message, file, line, column, pointer, resource, suppressed },
    ...(path === undefined ? {} : { path }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}
