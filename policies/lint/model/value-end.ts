/** Where the JSON value ends that starts at the offset: the offset after its last character. */
export function endOfValue(content: string, offset: number): number {
  const first = content[offset];
  if (first === '"') return endOfString(content, offset);
  if (first === "{" || first === "[") return endOfBrackets(content, offset);
  let end = offset;
  while (end < content.length && !/[\s,\]}]/.test(content[end] ?? "")) end++;
  return end;
}

function endOfString(content: string, offset: number): number {
  for (let at = offset + 1; at < content.length; at++) {
    const character = content[at];
    if (character === "\\") at++;
    else if (character === '"') return at + 1;
    // No JSON string goes on after the line's end; this one is not closed.
    else if (character === "\n") return at;
  }
  return content.length;
}

function endOfBrackets(content: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < content.length; at++) {
    const character = content[at];
    if (character === '"') at = endOfString(content, at) - 1;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return content.length;
}
