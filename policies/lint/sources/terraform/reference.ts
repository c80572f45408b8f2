/** What an expression refers to: `aws_iam_role.x[0].arn`. */
export interface Reference {
  /** With module and index, where the expression names them: `module.a.aws_iam_role.x[0]`. */
  readonly address: string;
  /** Null where the expression, or what a plan tells of it, names the resource only. */
  readonly attribute: string | null;
}

const reference =
  /^(?<address>(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?[A-Za-z]\w*_\w+\.[\w-]+)(?<index>\[[^\]]*\]|\.\*|\.\d+)?(?:\.(?<attribute>\w+))?(?:\[\d+\])?$/;

/** More functions around a reference than anyone writes. */
const maximumNesting = 10;

/** Functions that hand on their first argument, or one of its elements. */
const passing = /^(?:one|element|try|tolist|toset|coalesce|nonsensitive|trimspace)\(([\s\S]*)\)$/;

/** The one resource that an expression takes its value from, also through `one(…[*].arn)` and the like. */
export function parseReference(expression: string | undefined, nesting = 0): Reference | undefined {
  const text = expression?.trim() ?? "";
  if (nesting > maximumNesting) return undefined;
  const inner = passing.exec(text)?.[1] ?? /^\(([\s\S]*)\)$/.exec(text)?.[1] ?? joined(text);
  if (inner !== undefined) return parseReference(firstArgument(inner), nesting + 1);
  const { address, index = "", attribute } = reference.exec(text)?.groups ?? {};
  if (address === undefined) return undefined;
  const isLiteral = /^\[(?:\d+|"[^"]*")\]$/.test(index);
  const legacy = /^\.(\d+)$/.exec(index)?.[1];
  const instance = isLiteral ? index : legacy === undefined ? "" : `[${legacy}]`;
  return { address: address + instance, attribute: attribute ?? null };
}

/** `join("", aws_iam_role.x[*].arn)`: how a single instance was taken before `one` existed. */
function joined(text: string): string | undefined {
  return /^join\(\s*""\s*,([\s\S]*)\)$/.exec(text)?.[1];
}

function firstArgument(list: string): string {
  let depth = 0;
  for (let at = 0; at < list.length; at++) {
    const character = list[at] ?? "";
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character === "," && depth === 0) return list.slice(0, at);
  }
  return list;
}
