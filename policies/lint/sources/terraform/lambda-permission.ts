import {
  knownString,
  member,
  unknownPart,
  type Member,
  type ObjectValue,
  type Value,
} from "../../model/value";
import { list, object, pair, text } from "./make-value";
import type { TerraformResource } from "./resource";

/** Attributes that narrow a permission, with the operator and key that Lambda writes for them. */
const conditions: Readonly<Record<string, readonly [operator: string, key: string]>> = {
  source_arn: ["ArnLike", "AWS:SourceArn"],
  source_account: ["StringEquals", "AWS:SourceAccount"],
  principal_org_id: ["StringEquals", "aws:PrincipalOrgID"],
  event_source_token: ["StringEquals", "lambda:EventSourceToken"],
  function_url_auth_type: ["StringEquals", "lambda:FunctionUrlAuthType"],
  invoked_via_function_url: ["Bool", "lambda:InvokedViaFunctionUrl"],
};

/** The statement that Lambda adds to the function's policy for an `aws_lambda_permission`. */
export function renderLambdaPermission({ body }: TerraformResource): Value {
  const present = (attribute: string) => {
    const value = member(body, attribute);
    const isEmpty = knownString(value) === "" || (value?.kind === "scalar" && value.value === null);
    return isEmpty ? undefined : value;
  };
  const sid = present("statement_id");
  const action = present("action");
  const statement: Member[] = [
    ...(sid === undefined ? [] : [pair(body, "Sid", sid)]),
    pair(body, "Effect", text(body, "Allow")),
    pair(body, "Principal", principal(present("principal") ?? text(body, ""))),
    ...(action === undefined ? [] : [pair(body, "Action", action)]),
    pair(body, "Resource", functionArn(present("function_name"), body)),
  ];
  const narrowing = Object.entries(conditions).flatMap(([attribute, [operator, key]]) => {
    const value = present(attribute);
    return value === undefined ? [] : [{ operator, condition: pair(value, key, value) }];
  });
  const operators = [...new Set(narrowing.map(({ operator }) => operator))].map((operator) =>
    pair(
      body,
      operator,
      object(
        body,
        narrowing.filter((one) => one.operator === operator).map(({ condition }) => condition),
      ),
    ),
  );
  if (operators.length > 0) statement.push(pair(body, "Condition", object(body, operators)));
  return object(body, [
    pair(body, "Version", text(body, "2012-10-17")),
    pair(body, "Statement", list(body, [object(body, statement)])),
  ]);
}

/** A service, everyone, an account's number, or an ARN. */
function principal(value: Value): Value {
  const name = knownString(value);
  if (name === "*") return value;
  const account = /^\d{12}$/.test(name ?? "") ? text(value, `arn:aws:iam::${name}:root`) : undefined;
  const isService = account === undefined && !/^arn:/.test(value.kind === "string" ? value.value : "");
  return object(value, [pair(value, isService ? "Service" : "AWS", account ?? value)]);
}

/** The name may be an ARN already; else region and account are not known here. */
function functionArn(value: Value | undefined, body: ObjectValue): Value {
  const name = knownString(value);
  if (value === undefined) return { kind: "unknown", place: body.place, expression: "function_name" };
  if (name === undefined || name.startsWith("arn:")) return value;
  return text(value, `arn:aws:lambda:${unknownPart}:${unknownPart}:function:${name}`);
}
