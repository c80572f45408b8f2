import { Text } from "../../model/text";
import type { Problem } from "../../model/types";
import { display, member, wholeExpression, type Value } from "../../model/value";
import { JsonSyntaxError, parseJson } from "../json";
import { duplicateKeyProblem } from "../problems";
import { parseHclValue } from "./hcl-value";
import { renderPolicyDocument } from "./policy-document";
import { parseReference } from "./reference";
import type { TerraformResource } from "./resource";
import type { ResourceIndex } from "./resource-index";
import type { Scope } from "./scope";

export type Resolved =
  | { readonly document: Value }
  /** There is none: the attribute is empty. */
  | { readonly document: undefined }
  | { readonly problem: string; readonly place: Value["place"] };

/** More documents inside documents than anyone writes. */
const maximumHops = 50;

/** Finds the document that an attribute of a resource holds or refers to. */
export class DocumentResolver {
  /** Data blocks that something referred to. */
  readonly used = new Set<string>();
  private readonly open: string[] = [];

  constructor(
    private readonly index: ResourceIndex,
    private readonly scope: Scope,
    private readonly problems: Problem[],
  ) {}

  resolve(value: Value, from: string): Resolved {
    const expression = expressionOf(value);
    if (expression !== undefined) return this.resolveExpression(expression, value, from);
    if (value.kind === "object") return { document: value };
    if (value.kind === "scalar" && value.value === null) return { document: undefined };
    if (value.kind !== "string") return { problem: "holds no policy document", place: value.place };
    if (value.value.trim() === "") return { document: undefined };
    return this.parse(new Text(value.place.text.file, value.value, embeddedIn(value)), from);
  }

  private parse(text: Text, from: string): Resolved {
    try {
      const { value, duplicates } = parseJson(text, "rendered");
      for (const { key, place } of duplicates) this.problems.push(duplicateKeyProblem(key, place, from));
      return { document: value };
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      return { problem: `the policy ${error.message}`, place: error.place };
    }
  }

  private resolveExpression(expression: string, value: Value, from: string): Resolved {
    const encoded = /^jsonencode\(([\s\S]*)\)$/.exec(expression)?.[1];
    if (encoded !== undefined) {
      const document = this.literal(encoded, value);
      return expressionOf(document) === undefined ? { document } : this.unknown(expression, value);
    }
    // A text in quotes or a heredoc.
    const written = /^(?:"|<<)/.test(expression) ? this.literal(expression, value) : undefined;
    if (written?.kind === "string" && expressionOf(written) === undefined) return this.resolve(written, from);
    const reference = parseReference(expression);
    if (reference === undefined) return this.unknown(expression, value);
    const { address, attribute } = reference;
    const found = this.index.find(address, from);
    if (found?.type === "aws_iam_policy_document") return this.renderData(found, value);
    if (found === undefined && address.includes("aws_iam_policy_document.")) {
      return { problem: `the policy is ${address}, which is not part of this input`, place: value.place };
    }
    // The same document as another resource's: `aws_iam_role.x.assume_role_policy`.
    const other = member(found?.body, attribute ?? "");
    if (found === undefined || other === undefined || this.open.length > maximumHops) {
      return this.unknown(expression, value);
    }
    return this.within(`${found.address}.${attribute}`, value, () => this.resolve(other, found.address));
  }

  private literal(expression: string, { place }: Value): Value {
    // The expression's own text has no exact offsets in the file; the string that holds it stands for all of it.
    const outer = { text: place.text, offsetOf: () => place.offset };
    return this.scope.expand(parseHclValue(new Text(place.text.file, expression, outer)));
  }

  private unknown(expression: string, value: Value): Resolved {
    return {
      problem: `the policy is known only when Terraform runs (${display(expression)}); write it out, or lint the plan`,
      place: value.place,
    };
  }

  /** Renders one data block, and those that it takes statements from. */
  private renderData(found: TerraformResource, value: Value): Resolved {
    this.used.add(found.address);
    return this.within(found.address, value, () => ({
      document: renderPolicyDocument(found.body, (source) => {
        const resolved = this.resolve(source, found.address);
        return "document" in resolved ? resolved.document : undefined;
      }),
    }));
  }

  /** Keeps references from going in a circle. */
  private within(name: string, value: Value, resolve: () => Resolved): Resolved {
    if (this.open.includes(name))
      return { problem: `${name} takes its document from itself`, place: value.place };
    this.open.push(name);
    const resolved = resolve();
    this.open.pop();
    return resolved;
  }
}

/** The expression that gives the whole value. */
export function expressionOf(value: Value): string | undefined {
  return value.kind === "unknown" ? value.expression : wholeExpression(value);
}

function embeddedIn(value: Extract<Value, { kind: "string" }>) {
  const { place, expressions } = value;
  return { text: place.text, offsetOf: (index: number) => value.offsetOf(index), expressions };
}
