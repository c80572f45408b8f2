/** IAM statements as an `aws_iam_policy_document`, which reads well in HCL and takes statements that depend on inputs. */
import type { Construct } from "constructs";
import {
  DataAwsIamPolicyDocument,
  dataAwsIamPolicyDocumentStatementToTerraform,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Statement } from "../../policies/documents/types";
import { one } from "./expressions";
import { inputReference, referTo } from "./inputs";
import { ref } from "./tf";

/** A statement, or one that is there only when an input is set (see `statementIf`). */
export type StatementSource = Statement | ConditionalStatement;

interface ConditionalStatement {
  readonly forEach: string;
  readonly statement: Statement;
}

/**
 * Statements that are there only when an optional input is set or a flag is true.
 * Use: `...statementIf(p.kmsKeyArn, (arn) => useKey(arn))`.
 */
export function statementIf<T>(
  value: T | undefined,
  make: (value: NonNullable<T>) => Statement | readonly Statement[],
): StatementSource[] {
  if (value === undefined || value === null || value === false) return [];
  const input = inputReference(value);
  const isOpen = input !== undefined && (input.kind.optional || input.kind.kind === "bool");
  if (!isOpen) return asList(make(value));
  const test = input.kind.kind === "bool" ? input.text : `${input.text} != null`;
  const item =
    input.kind.kind === "bool" ? value : referTo({ ...input.kind, optional: false }, "statement.value");
  const forEach = `${test} ? [${input.text}] : []`;
  return asList(make(item as NonNullable<T>)).map((statement) => ({ forEach, statement }));
}

const asList = (made: Statement | readonly Statement[]): readonly Statement[] & Statement[] =>
  Array.isArray(made) ? [...(made as readonly Statement[])] : [made as Statement];

/**
 * The JSON of a policy document made of these statements, as an expression.
 * @param count what `when` hands to a document that is made only sometimes
 */
export function policyJson(
  scope: Construct,
  id: string,
  statements: readonly StatementSource[],
  count?: number,
): string {
  const isConditional = (source: StatementSource): source is ConditionalStatement => "forEach" in source;
  const document = new DataAwsIamPolicyDocument(scope, id, {
    count,
    statement: statements
      .filter((source) => !isConditional(source))
      .map((source) => blockOf(source as Statement)),
  });
  const conditional = statements.filter(isConditional).map(({ forEach, statement }) => ({
    for_each: ref(forEach),
    content: dataAwsIamPolicyDocumentStatementToTerraform(blockOf(statement)) as unknown,
  }));
  if (conditional.length) document.addOverride("dynamic.statement", conditional);
  return one(document, "json") as string;
}

function blockOf(statement: Statement): DataAwsIamPolicyDocumentStatement {
  return {
    sid: statement.Sid,
    effect: statement.Effect,
    actions: [...statement.Action],
    resources: statement.Resource === undefined ? undefined : list(statement.Resource).map(escapeVariables),
    principals: principalsOf(statement),
    condition: conditionsOf(statement),
  };
}

const list = (value: string | readonly string[]): string[] =>
  typeof value === "string" ? [value] : [...value];

function conditionsOf({ Condition: condition }: Statement) {
  if (condition === undefined) return undefined;
  return Object.entries(condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({
      test,
      variable,
      values: list(values).map(escapeVariables),
    })),
  );
}

function principalsOf({ Principal: principal }: Statement) {
  if (principal === undefined) return undefined;
  if (principal === "*") return [{ type: "*", identifiers: ["*"] }];
  return Object.entries(principal).map(([type, identifiers]) => ({
    type,
    identifiers: [...(identifiers ?? [])],
  }));
}

/** `${aws:PrincipalTag/team}` is IAM's; in this data source it is written `&{…}`, so that Terraform leaves it alone. */
const escapeVariables = (text: string): string => text.replace(/\$\{([a-z0-9-]+:)/g, "&{$1");
