/** One resource for each element of an input. Always `for_each`, so that addresses are the same from TypeScript and from HCL. */
import {
  ref,
  TerraformIterator,
  TerraformStack,
  Token,
  type ITerraformIterator,
  type TerraformElement,
  type TerraformResource,
} from "../tf";
import { addressOf } from "./address";
import { kindOf, referTo, toTerraform, type Keyed, type Kind } from "../inputs";

export interface Element<T> {
  readonly forEach: ITerraformIterator;
  /** The element; a Terraform expression through both doors. */
  readonly value: T;
  /** The element's key; a Terraform expression through both doors. */
  readonly key: string;
}

/** A resource or a data source. */
type Repeatable = TerraformElement & Pick<TerraformResource, "terraformResourceType">;

/** The instances of a resource with `for_each`. Its attributes can be used in other stacks too. */
export class Collection<R extends Repeatable> {
  constructor(readonly resource: R) {}

  /** An attribute of every instance, ordered by key. */
  all(attribute: string): string[] {
    const address = addressOf(this.resource);
    return Token.asList(this.reference(`[for key in sort(keys(${address})) : ${address}[key].${attribute}]`));
  }

  /** An attribute of every instance, by key. */
  byKey(attribute: string): Record<string, string> {
    const text = `{ for key, instance in ${addressOf(this.resource)} : key => instance.${attribute} }`;
    return Token.asStringMap(this.reference(text));
  }

  /** An attribute of the instance with this plain key. */
  get(key: string, attribute: string): string {
    return Token.asString(this.reference(`${addressOf(this.resource)}[${JSON.stringify(key)}].${attribute}`));
  }

  /** Inside another collection with the same keys: an attribute of the instance with that collection's key. */
  sameKey(attribute: string): string {
    return Token.asString(this.reference(`${addressOf(this.resource)}[each.key].${attribute}`));
  }

  private reference(text: string) {
    return ref(text, TerraformStack.of(this.resource));
  }
}

/** One resource for each element of a map input. */
export function each<T, R extends Repeatable>(
  items: Keyed<T>,
  make: (element: Element<T>) => R,
): Collection<R> {
  const kind = kindOf(items);
  if (kind?.kind !== "map")
    throw new Error("each() takes a map from an inputs table; read() has to have seen it.");
  return eachEntry(toTerraform(items) as Record<string, unknown>, kind.of, make);
}

/** One resource for each entry of a map of objects or strings that the construct itself wrote, or of a Terraform expression. */
export function eachEntry<T, R extends Repeatable>(
  entries: unknown,
  valueKind: Kind,
  make: (element: Element<T>) => R,
): Collection<R> {
  const forEach = TerraformIterator.fromMap(entries as Record<string, unknown>);
  return new Collection(
    make({ forEach, value: referTo(valueKind, "each.value") as T, key: Token.asString(ref("each.key")) }),
  );
}

/** One resource for each string of a set input. */
export function eachOf<R extends Repeatable>(
  items: readonly string[],
  make: (element: { forEach: ITerraformIterator; value: string }) => R,
): Collection<R> {
  return new Collection(
    make({
      forEach: TerraformIterator.fromList(items as string[]),
      value: Token.asString(ref("each.value")),
    }),
  );
}
