/** What a provider block sets. Terraform opens one connection for each provider block, so each connection has its own. */
import { ACCOUNT, DEFAULT_REGION } from "./account";
import { problem, type Diagnostic } from "./diagnostics";
import { asList, asMap, asText, type Value, type ValueMap } from "./values";

export interface Settings {
  region: string;
  defaultTags: ValueMap;
}

export const initialSettings = (): Settings => ({
  region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? DEFAULT_REGION,
  defaultTags: {},
});

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Takes over a provider block. Arguments about signing in and endpoints have no effect offline. */
export function configure(settings: Settings, config: ValueMap): Diagnostic[] {
  settings.region = asText(config.region) || settings.region;
  const [defaultTags] = asList(config.default_tags);
  settings.defaultTags = asMap(asMap(defaultTags).tags);
  return [...regionProblems(settings.region), ...accountProblems(config)];
}

function regionProblems(region: string): Diagnostic[] {
  if (REGION.test(region)) return [];
  return [problem("Invalid AWS region", `Expected a region such as eu-west-1, got "${region}".`)];
}

function accountProblems(config: ValueMap): Diagnostic[] {
  const allowed = texts(config.allowed_account_ids);
  const isAllowed = allowed.length === 0 || allowed.includes(ACCOUNT);
  if (isAllowed && !texts(config.forbidden_account_ids).includes(ACCOUNT)) return [];
  return [
    problem(
      "AWS account not allowed",
      `Offline mode is account ${ACCOUNT}, which allowed_account_ids or forbidden_account_ids of the provider rules out.`,
    ),
  ];
}

const texts = (list: Value | undefined): string[] => asList(list).map(asText);
