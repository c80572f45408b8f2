import { unknownPart } from "./value";

/**
 * How far a pattern for the subject of an identity provider's token reaches.
 *
 * - `everyone`: everybody who can sign in there
 * - `organization`: everything of one organization, group or cluster
 * - `narrow`: less than that
 */
export type SubjectReach = "everyone" | "organization" | "narrow";

/**
 * Subjects as the large providers write them: the words before the organization's name, and what parts the organization
 * from what is inside. Sources: GitHub "OpenID Connect reference", GitLab "ID token authentication", Terraform Cloud
 * "Workload identity tokens", EKS "IAM roles for service accounts".
 */
const forms: readonly { readonly host: RegExp; readonly start: RegExp; readonly inner: RegExp }[] = [
  {
    host: /^token\.actions\.githubusercontent\.com/,
    start: /^(repo|repository|repository_owner|job_workflow_ref):/,
    inner: /\//,
  },
  { host: /^gitlab\./, start: /^(project_path|namespace_path|group_path):/, inner: /\// },
  { host: /^app\.terraform\.io/, start: /^organization:/, inner: /:(project|workspace):/ },
  // The provider is one cluster, so even all of its accounts are not everybody.
  { host: /^oidc\.eks\./, start: /^system:serviceaccount/, inner: /:[^*?:]+:/ },
];

/** `pattern` is compared with wildcards; what is compared as it is always is narrow. */
export function subjectReach(host: string, pattern: string): SubjectReach {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard === -1) return "narrow";
  const form = forms.find((one) => one.host.test(host));
  const start = form?.start.exec(pattern)?.[0] ?? /^(?:[\w-]+:)?/.exec(pattern)?.[0] ?? "";
  const name = pattern.slice(start.length);
  const fixed = name.slice(0, Math.max(0, wildcard - start.length));
  if (/^oidc\.eks\./.test(host))
    return form?.inner.test(fixed) ? "narrow" : start === "" ? "everyone" : "organization";
  // A wildcard in the organization's own name matches those that somebody else registers.
  if (form === undefined) return fixed === "" ? "everyone" : "narrow";
  const inner = form.inner.exec(fixed);
  if (inner === null) {
    // `repo:${var.repository}:*` holds both names, as far as can be seen.
    if (!fixed.includes(unknownPart)) return "everyone";
    return fixed.endsWith(unknownPart) ? "organization" : "narrow";
  }
  return fixed.length > inner.index + inner[0].length ? "narrow" : "organization";
}
