import type { BaselineEntry, Finding } from "./finding";
import type { Severity } from "./rules/rule";

/** Version of the file's format. */
const formatVersion = 1;

/** What is wrong with a baseline file. */
export class BaselineError extends Error {}

/**
 * Reads a baseline file's text.
 *
 * @throws BaselineError when it is none.
 */
export function parseBaseline(text: string, file: string): BaselineEntry[] {
  const wanted = `write it with \`policy-lint … --write-baseline ${file}\``;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BaselineError(`${file} is no baseline: ${(error as Error).message}; ${wanted}`);
  }
  const { version, findings } = (value ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== formatVersion || !Array.isArray(findings))
    throw new BaselineError(
      `${file} is no baseline of version ${formatVersion} ("version" and "findings"); ${wanted}`,
    );
  return findings.map((entry: unknown, index) => {
    if (isEntry(entry)) return entry;
    throw new BaselineError(`${file}: /findings/${index} is no entry of a baseline; ${wanted}`);
  });
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== "object" || value === null) return false;
  const { fingerprint, ruleId, severity, file, resource, message } = value as Record<string, unknown>;
  return (
    [fingerprint, ruleId, file, message].every((text) => typeof text === "string") &&
    (resource === null || typeof resource === "string") &&
    (severity === "error" || severity === "warning" || severity === "info")
  );
}

/** The baseline that makes these findings known. What is suppressed with a reason needs no entry. */
export function baselineOf(findings: readonly Finding[]): BaselineEntry[] {
  return findings
    .filter((finding) => isCoverable(finding) && finding.suppressed === null)
    .map(({ fingerprint, ruleId, severity, file, resource, message }) => ({
      fingerprint,
      ruleId,
      severity,
      file,
      resource,
      message,
    }));
}

export function formatBaseline(entries: readonly BaselineEntry[]): string {
  return `${JSON.stringify({ version: formatVersion, findings: entries }, null, 2)}\n`;
}

/** The findings, those that the baseline knows being suppressed; and the entries that nothing was found for. */
export function applyBaseline(
  findings: readonly Finding[],
  baseline: readonly BaselineEntry[],
): { readonly findings: readonly Finding[]; readonly stale: readonly BaselineEntry[] } {
  if (baseline.length === 0) return { findings, stale: [] };
  const known = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    findings: findings.map((finding) => {
      const entry = known.get(finding.fingerprint);
      if (entry === undefined || finding.suppressed !== null || !isCoverable(finding)) return finding;
      if (order.indexOf(finding.severity) > order.indexOf(entry.severity)) return finding;
      const suppressed = { kind: "baseline", reason: "It was there when the baseline was written." } as const;
      return { ...finding, suppressed: { ...suppressed, owner: "", expires: null } };
    }),
    stale: baseline.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

const order: readonly Severity[] = ["info", "warning", "error"];

/** A suppression's own faults stay: a baseline would hide them for good. */
function isCoverable({ ruleId }: Finding): boolean {
  return ruleId !== "IAM090";
}
