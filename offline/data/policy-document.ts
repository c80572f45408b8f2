/**
 * `aws_iam_policy_document`, exact to the character: what it writes ends up in other resources' arguments. The rules are the
 * provider's own, see internal/service/iam/policy_document_data_source.go and policy_model.go of terraform-provider-aws.
 */
import { matches, oneOf } from "../behaviour/checks";
import { each } from "../behaviour/checks";
import { asList, asMap, asText, type Value, type ValueMap } from "../provider/values";
import { compareBytes, crc32, goJson, sortKeys, type Json } from "./go-json";
import { DataSourceError, type DataSource } from "./types";

const CURRENT_VERSION = "2012-10-17";
const OLD_VERSION = "2008-10-17";

type Strings = string | string[];

interface Statement {
  Sid: string;
  rest: { [key: string]: Json };
}

interface Document {
  Version: string;
  Id: string;
  Statement: Statement[];
}

export const policyDocument: DataSource = {
  checks: [
    oneOf("version", [OLD_VERSION, CURRENT_VERSION]),
    oneOf("statement.effect", ["Allow", "Deny"]),
    matches("statement.sid", /^[a-zA-Z0-9]*$/, "letters and digits only"),
    isJson("source_policy_documents"),
    isJson("override_policy_documents"),
    mustBeEmpty("source_json"),
    mustBeEmpty("override_json"),
  ],
  read: ({ config }) => {
    const document = mergeAll(config);
    const json = goJson(render(document), 2);
    return {
      id: String(crc32(json)),
      json,
      minified_json: goJson(render(document), 0),
      version: asText(config.version) || CURRENT_VERSION,
    };
  },
};

function isJson(argument: string) {
  return each(argument, (value) => {
    try {
      JSON.parse(asText(value));
      return undefined;
    } catch (error) {
      return `contains invalid JSON: ${(error as Error).message}`;
    }
  });
}

function mustBeEmpty(argument: string) {
  return each(argument, (value) =>
    value === "" ? undefined : "is not used any more: use the list of policy documents",
  );
}

function mergeAll(config: ValueMap): Document {
  const merged: Document = { Version: "", Id: "", Statement: [] };
  const sourceSids = new Set<string>();
  texts(config.source_policy_documents).forEach((text, index) => {
    const source = parse(text, `merging source document ${index}`);
    source.Statement.forEach(({ Sid }, position) => {
      if (Sid !== "" && sourceSids.has(Sid)) {
        throw new DataSourceError(
          `merging source document ${index}: duplicate Sid (${Sid}) in source_policy_documents (statement ${position}). ` +
            "Remove the Sid or ensure Sids are unique.",
        );
      }
      sourceSids.add(Sid);
    });
    merge(merged, source);
  });
  merge(merged, configured(config));
  texts(config.override_policy_documents).forEach((text, index) => {
    merge(merged, parse(text, `merging override document ${index}`));
  });
  return merged;
}

const texts = (list: Value | undefined): string[] =>
  asList(list)
    .filter((each) => each !== null)
    .map(asText);

/** A statement with a Sid takes the place of an earlier one with the same; all others are added at the end. */
function merge(into: Document, from: Document): void {
  if (from.Id !== "") into.Id = from.Id;
  if (from.Version > into.Version) into.Version = from.Version;
  for (const statement of from.Statement) {
    const same = statement.Sid === "" ? -1 : into.Statement.findIndex(({ Sid }) => Sid === statement.Sid);
    if (same >= 0) into.Statement[same] = statement;
    else into.Statement.push(statement);
  }
}

/** The data source's own arguments as a document. */
function configured(config: ValueMap): Document {
  const version = asText(config.version) || CURRENT_VERSION;
  const sids = new Set<string>();
  const statements = asList(config.statement).map((value) => {
    const given = asMap(value);
    const Sid = asText(given.sid);
    if (Sid !== "" && sids.has(Sid)) {
      throw new DataSourceError(`duplicate Sid (${Sid}). Remove the Sid or ensure the Sid is unique.`);
    }
    sids.add(Sid);
    return { Sid, rest: configuredStatement(given, version) };
  });
  return { Version: version, Id: asText(config.policy_id), Statement: statements };
}

function configuredStatement(given: ValueMap, version: string): { [key: string]: Json } {
  const actions = (list: Value | undefined): Strings | undefined => oneOrMany(asList(list).map(asText));
  const resources = (list: Value | undefined, where: string): Strings | undefined =>
    oneOrMany(asList(list).map((each) => unescape(asText(each), version, where)));
  return present({
    Effect: asText(given.effect) || "Allow",
    Action: actions(given.actions),
    NotAction: actions(given.not_actions),
    Resource: resources(given.resources, "resources"),
    NotResource: resources(given.not_resources, "not_resources"),
    Principal: principals(asList(given.principals), version, "principals"),
    NotPrincipal: principals(asList(given.not_principals), version, "not_principals"),
    Condition: conditions(asList(given.condition), version),
  });
}

/** `&{aws:username}` stands for `${aws:username}`, which Terraform would take for its own. */
function unescape(text: string, version: string, where: string): string {
  if (version === OLD_VERSION && text.includes("&{")) {
    throw new DataSourceError(
      `reading ${where}: found &{ sequence in (${text}), which is not supported in document version ${OLD_VERSION}`,
    );
  }
  return text.replaceAll("&{", "${");
}

/** One value stands alone, several are written in falling order. */
function oneOrMany(values: string[]): Strings | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? values[0] : falling(values);
}

const falling = (values: string[]): string[] => [...values].sort(compareBytes).reverse();

function principals(given: Value[], version: string, where: string): Json | undefined {
  if (given.length === 0) return undefined;
  const entries = given.map((value): [string, Strings] => {
    const { type, identifiers } = asMap(value);
    return [
      asText(type),
      oneOrMany(asList(identifiers).map((each) => unescape(asText(each), version, where))) ?? [],
    ];
  });
  return joinPrincipals(entries);
}

/** Principals of one type are joined; `{"*": "*"}` alone, and nothing else, is written as `"*"`. */
function joinPrincipals(entries: readonly [string, Strings][]): Json {
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "*" && [only[1]].flat().join() === "*") return "*";
  const joined: Record<string, Strings> = {};
  for (const [type, identifiers] of entries) {
    const before = joined[type];
    const added = Array.isArray(identifiers) ? falling(identifiers) : identifiers;
    joined[type] = before === undefined ? added : [before, added].flat();
  }
  return sortKeys(joined);
}

function conditions(given: Value[], version: string): Json | undefined {
  if (given.length === 0) return undefined;
  return joinConditions(
    given.map((value) => {
      const { test, variable, values } = asMap(value);
      return {
        test: asText(test),
        variable: asText(variable),
        values: asList(values).map((each) => unescape(asText(each), version, "condition: reading values")),
      };
    }),
  );
}

/** Values of the same test and variable are joined in their order; a single one stands alone. */
function joinConditions(entries: readonly { test: string; variable: string; values: string[] }[]): Json {
  const tests: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of entries) {
    const variables = (tests[test] ??= {});
    variables[variable] = [...(variables[variable] ?? []), ...values];
  }
  const oneOrAll = (values: string[]): Json => (values.length === 1 ? (values[0] ?? "") : values);
  const written = Object.entries(tests).map(([test, variables]): [string, Json] => [
    test,
    sortKeys(
      Object.fromEntries(Object.entries(variables).map(([variable, values]) => [variable, oneOrAll(values)])),
    ),
  ]);
  return sortKeys(Object.fromEntries(written));
}

/** A given document, with everything that the provider does not know left out, as it does. */
function parse(text: string, doing: string): Document {
  const refuse = (what: string): never => {
    throw new DataSourceError(`${doing}: ${what}`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    refuse(`invalid JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    refuse("expected a JSON object");
  const document = parsed as Record<string, Json>;
  const statements = document.Statement ?? [];
  if (!Array.isArray(statements)) refuse("Statement must be a list, also when it holds a single statement");
  return {
    Version: typeof document.Version === "string" ? document.Version : "",
    Id: typeof document.Id === "string" ? document.Id : "",
    Statement: (statements as Json[]).map((statement) =>
      parsedStatement(statement as Record<string, Json>, refuse),
    ),
  };
}

function parsedStatement(given: Record<string, Json>, refuse: (what: string) => never): Statement {
  const known = {
    Effect: given.Effect,
    Action: given.Action,
    NotAction: given.NotAction,
    Resource: given.Resource,
    NotResource: given.NotResource,
    Principal: given.Principal === undefined ? undefined : parsedPrincipals(given.Principal, refuse),
    NotPrincipal: given.NotPrincipal === undefined ? undefined : parsedPrincipals(given.NotPrincipal, refuse),
    Condition: given.Condition === undefined ? undefined : parsedConditions(given.Condition, refuse),
  };
  return { Sid: typeof given.Sid === "string" ? given.Sid : "", rest: present(known) };
}

function parsedPrincipals(given: Json, refuse: (what: string) => never): Json {
  if (typeof given === "string") return "*";
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return refuse("Principal must be text or an object");
  return joinPrincipals(
    Object.entries(given).map(([type, identifiers]): [string, Strings] => {
      const isStrings = Array.isArray(identifiers) && identifiers.every((each) => typeof each === "string");
      if (typeof identifiers !== "string" && !isStrings)
        return refuse(`Principal ${type} must be text or a list of texts`);
      return [type, identifiers];
    }),
  );
}

function parsedConditions(given: Json, refuse: (what: string) => never): Json {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return refuse("Condition must be an object");
  return joinConditions(
    Object.entries(given).flatMap(([test, variables]) => {
      if (typeof variables !== "object" || variables === null || Array.isArray(variables)) {
        return refuse(`Condition ${test} must be an object`);
      }
      return Object.entries(variables).map(([variable, values]) => ({
        test,
        variable,
        values: [values].flat().map(String),
      }));
    }),
  );
}

const present = (fields: Record<string, Json | undefined>): { [key: string]: Json } =>
  Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null,
    ),
  );

function render(document: Document): Json {
  const statements = document.Statement.map(({ Sid, rest }): Json => (Sid === "" ? rest : { Sid, ...rest }));
  return {
    ...(document.Version === "" ? {} : { Version: document.Version }),
    ...(document.Id === "" ? {} : { Id: document.Id }),
    ...(statements.length === 0 ? {} : { Statement: statements }),
  };
}
