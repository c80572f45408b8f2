import type { UserSnapshot } from "./snapshot";

export interface CredentialReport {
  /** By the users' ARNs. */
  readonly passwords: ReadonlyMap<string, NonNullable<UserSnapshot["password"]>>;
}

/**
 * IAM's credential report, a CSV whose fields never hold commas or quotes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 *
 * @throws when a column that is needed is not there.
 */
export function readCredentialReport(csv: string): CredentialReport {
  const [header = "", ...rows] = csv.trim().split(/\r?\n/);
  const columns = header.split(",");
  const index = (name: string) => {
    const found = columns.indexOf(name);
    if (found < 0) throw new Error(`the credential report has no column ${name}`);
    return found;
  };
  const [arn, enabled, lastUsed] = [index("arn"), index("password_enabled"), index("password_last_used")];
  const passwords = new Map<string, NonNullable<UserSnapshot["password"]>>();
  for (const row of rows) {
    const fields = row.split(",");
    // The root user's own row says "not_supported" here.
    const exists = fields[enabled]?.toLowerCase();
    if (exists !== "true" && exists !== "false") continue;
    const at = Date.parse(fields[lastUsed] ?? "");
    passwords.set(fields[arn] ?? "", {
      exists: exists === "true",
      // "no_information" and "N/A" are no times.
      lastUsed: Number.isNaN(at) ? null : { at: new Date(at).toISOString(), region: null },
    });
  }
  return { passwords };
}
