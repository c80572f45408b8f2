import { parseOperator } from "../../model/condition-operators";
import { subjectReach, type SubjectReach } from "../../model/oidc-subjects";
import { namedPrincipal } from "../../model/principal-elements";
import type { Condition, Element, Policy, Statement } from "../../model/types";
import { display, unknownPart } from "../../model/value";
import { policyExample } from "../example";
import type { Rule, RuleResult, Severity } from "../rule";

/**
 * Errors: everybody who can get a token from the provider may assume the role. Warnings: a whole organization, a SAML
 * audience that is not asked for, and a condition that matches nobody.
 */
export const oidcSubject: Rule = {
  id: "IAM404",
  name: "oidc-subject",
  severity: "error",
  why: "GitHub, GitLab and their like sign tokens for all of their users. The audience is the same for all; only the subject says whose token it is.",
  whatToDo:
    'Demand the subject: "token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main", and the audience beside it.',
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  examples: {
    bad: policyExample(
      github({
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" },
      }),
    ),
    good: policyExample(
      github({
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main",
        },
      }),
    ),
  },
  check: ({ policies }) =>
    policies
      .filter(({ kind }) => kind === "trust")
      .flatMap((policy) => policy.statements.flatMap((statement) => checkStatement(policy, statement))),
};

function github(condition: object): object {
  return {
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

interface Verdict {
  readonly severity: Severity;
  readonly message: string;
  /** What is wrong, where it is not the principal that lacks a condition. */
  readonly at?: { readonly place: Element["place"]; readonly pointer: string };
}

function checkStatement(policy: Policy, statement: Statement): RuleResult[] {
  if (statement.effect !== "Allow") return [];
  // A condition that only Terraform knows may be the right one; the audience of the whole block is not guessed.
  const undecided = statement.conditional && statement.conditions.length === 0;
  return (statement.principals ?? []).flatMap((element): RuleResult[] => {
    const principal = namedPrincipal(element);
    if (principal.kind !== "federated") return [];
    const verdict = undecided ? unknownCondition : judge(principal.provider, statement);
    if (verdict === undefined) return [];
    const { severity, message, at = element } = verdict;
    return [{ severity, message, place: at.place, pointer: at.pointer, resource: policy.resource }];
  });
}

const unknownCondition: Verdict = {
  severity: "warning",
  message:
    "Whose tokens are accepted is known only when Terraform runs. Write the condition on the subject out, or lint the plan.",
};

function judge(provider: string, statement: Statement): Verdict | undefined {
  if (/:saml-provider\//.test(provider) || allows(statement, "AssumeRoleWithSAML"))
    return judgeSaml(statement);
  if (provider === "cognito-identity.amazonaws.com") return judgeCognito(statement);
  if (provider === "graph.facebook.com" || provider === "www.amazon.com") {
    return judgeApplication(statement, `${provider}:app_id`);
  }
  return judgeSubject(hostOf(provider), statement);
}

function allows({ actions = [] }: Statement, action: string): boolean {
  return (
    actions.length > 0 && actions.every(({ value }) => value.toLowerCase() === `sts:${action}`.toLowerCase())
  );
}

/** What keys of the provider start with; null where only Terraform knows the provider. */
function hostOf(provider: string): string | null {
  const host = provider.includes(":oidc-provider/")
    ? provider.slice(provider.indexOf(":oidc-provider/") + ":oidc-provider/".length)
    : provider;
  return host.includes(unknownPart) ? null : host;
}

function judgeSubject(host: string | null, statement: Statement): Verdict | undefined {
  const conditions = subjectConditions(host, statement.conditions);
  const name = host ?? "the provider";
  const wanted = `${host ?? "<provider>"}:sub`;
  if (conditions.length === 0) {
    const audience = statement.conditions.some(({ key }) => /:aud$/i.test(key))
      ? "; the audience is the same for all of them"
      : "";
    return {
      severity: "error",
      message: `Everybody who can get a token from ${name} may assume the role${audience}. Demand the subject: ${wanted}.`,
    };
  }
  // All conditions must hold: the narrowest decides.
  const judged = conditions.map((condition) => ({ condition, ...reachOf(host, condition) }));
  const best =
    judged.find(({ reach }) => reach === "narrow") ??
    judged.find(({ reach }) => reach === "organization") ??
    judged[0];
  if (best === undefined) return undefined;
  const literal = judged.find(
    ({ element, condition }) => element !== undefined && isLiteralWildcard(condition, element),
  );
  if (literal?.element !== undefined) {
    return {
      severity: "warning",
      message: `${literal.condition.operator} compares "${display(literal.element.value)}" as it stands, with no wildcard, so nobody can assume the role this way. Name the whole subject, or use StringLike with everything before the * exact.`,
      at: literal.element,
    };
  }
  if (best.reach === "narrow") return undefined;
  const shown = display(best.element?.value ?? "");
  const at = best.element ?? best.condition;
  return best.reach === "everyone"
    ? {
        severity: "error",
        message: `"${shown}" accepts tokens of everybody who can get one from ${name}. Name the organization, the project and the branch or environment.`,
        at,
      }
    : {
        severity: "warning",
        message: `"${shown}" accepts tokens of everything in the organization, whoever may start a job there. Name the project, and the branch or environment.`,
        at,
      };
}

/** The key of the subject; GitHub has further keys that say whose token it is. */
function subjectConditions(host: string | null, conditions: readonly Condition[]): Condition[] {
  return conditions.filter(({ operator, key }) => {
    const { base, negated } = parseOperator(operator);
    if (negated || !base.startsWith("string")) return false;
    const colon = key.lastIndexOf(":");
    const claim = key.slice(colon + 1).toLowerCase();
    const provider = key.slice(0, colon).toLowerCase();
    if (host !== null && provider !== host.toLowerCase() && !key.includes(unknownPart)) return false;
    if (claim === "sub") return true;
    return (
      provider.startsWith("token.actions.") && /^(repository|repository_id|job_workflow_ref)$/.test(claim)
    );
  });
}

/** Any of the values is enough: the widest decides. */
function reachOf(
  host: string | null,
  condition: Condition,
): { reach: SubjectReach; element: Element | undefined } {
  const { wildcards } = parseOperator(condition.operator);
  const provider = host ?? condition.key.slice(0, condition.key.lastIndexOf(":"));
  const reaches = condition.values.map((element) => ({
    element,
    reach: wildcards ? subjectReach(provider, element.value) : ("narrow" as const),
  }));
  const widest =
    reaches.find(({ reach }) => reach === "everyone") ??
    reaches.find(({ reach }) => reach === "organization");
  const literal = wildcards ? undefined : reaches.find(({ element }) => /[*?]/.test(element.value));
  return widest ?? { reach: "narrow", element: literal?.element };
}

function isLiteralWildcard({ operator }: Condition, { value }: Element): boolean {
  return !parseOperator(operator).wildcards && value.includes("*");
}

function judgeSaml(statement: Statement): Verdict | undefined {
  const asks = statement.conditions.some(
    ({ operator, key }) => /^saml:(aud|sub|iss)$/i.test(key) && !parseOperator(operator).negated,
  );
  if (asks) return undefined;
  return {
    severity: "warning",
    message:
      "Assertions that the provider signed for any other service are accepted too. Demand the audience: SAML:aud is https://signin.aws.amazon.com/saml.",
  };
}

/** A pool's tokens name the pool as audience, and whether who has them signed in. */
function judgeCognito(statement: Statement): Verdict | undefined {
  const noPool = judgeApplication(statement, "cognito-identity.amazonaws.com:aud");
  if (noPool !== undefined) return noPool;
  const amr = statement.conditions.find(({ key }) => /^cognito-identity\.amazonaws\.com:amr$/i.test(key));
  if (amr !== undefined && !amr.values.some(({ value }) => value === "unauthenticated" || value === "*"))
    return undefined;
  return {
    severity: "warning",
    message:
      'Guests of the identity pool, who sign in nowhere, may assume the role. Demand "authenticated" in cognito-identity.amazonaws.com:amr.',
    ...(amr === undefined ? {} : { at: amr }),
  };
}

function judgeApplication(statement: Statement, wanted: string): Verdict | undefined {
  const condition = statement.conditions.find(
    ({ operator, key }) => key.toLowerCase() === wanted && !parseOperator(operator).negated,
  );
  const open = condition?.values.find(({ value }) => /^\*+$/.test(value));
  if (condition !== undefined && open === undefined) return undefined;
  return {
    severity: "error",
    message: `Whoever signs in with any application of the provider may assume the role. Demand your own by ${wanted}.`,
    ...(open === undefined ? {} : { at: open }),
  };
}
