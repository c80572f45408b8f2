/**
 * Nested blocks from inputs. A plain value is written as blocks, an expression as a `dynamic` block: one code path, by an
 * override of the resource, because CDKTF drops a dynamic block of at most one and does not rename its contents.
 *
 * The content is typed, and named in Terraform's spelling, by the bindings' own converter of that block, for example
 * `sagemakerModelVpcConfigToTerraform`. Blocks of one name add up, over several calls.
 */
import { Fn, ref, Token, type IResolvable, type TerraformElement } from "../tf";
import {
  expressionOf,
  inputReference,
  isExpression,
  isUnresolved,
  referTo,
  snakeCase,
  type Flag,
  type Keyed,
  type Kind,
  type Many,
} from "../inputs";

type Converter<C> = (content?: C) => unknown;
type Json = Record<string, unknown>;

/** No block, or one, for an optional object (or an optional scalar of the inputs table). */
export function block<T, C>(
  element: TerraformElement,
  name: string,
  convert: Converter<C>,
  value: T | undefined,
  content: (value: T) => Exclude<C, IResolvable>,
): void {
  if (value === undefined || value === null) return;
  const input = inputReference(value);
  if (input?.kind.optional) {
    override(element, `dynamic.${name}`, [
      dynamicOfOptional(name, input, (item) => render(convert, content(item as T))),
    ]);
  } else {
    override(element, name, [render(convert, content(value))]);
  }
}

/** One block for each object of a list, in the list's order. */
export function blocks<T, C>(
  element: TerraformElement,
  name: string,
  convert: Converter<C>,
  values: Many<T>,
  content: (value: T) => Exclude<C, IResolvable>,
): void {
  if (isExpression(values)) {
    const { text, kind } = expressionOf(values);
    if (!("of" in kind)) throw new Error(`blocks() takes a list from an inputs table, not ${text}.`);
    const item = referTo(kind.of, `${name}.value`) as T;
    override(element, `dynamic.${name}`, [{ for_each: ref(text), content: render(convert, content(item)) }]);
  } else {
    override(
      element,
      name,
      values.map((value) => render(convert, content(value))),
    );
  }
}

/** One block for each element of a map, in the order of the keys. */
export function keyedBlocks<T, C>(
  element: TerraformElement,
  name: string,
  convert: Converter<C>,
  values: Keyed<T>,
  content: (value: T, key: string) => Exclude<C, IResolvable>,
): void {
  if (isExpression(values)) {
    const { text, kind } = expressionOf(values);
    if (kind.kind !== "map") throw new Error(`keyedBlocks() takes a map from an inputs table, not ${text}.`);
    const item = referTo(kind.of, `${name}.value`) as T;
    const key = Token.asString(ref(`${name}.key`));
    override(element, `dynamic.${name}`, [
      { for_each: ref(text), content: render(convert, content(item, key)) },
    ]);
  } else {
    const keys = Object.keys(values).sort();
    override(
      element,
      name,
      keys.map((key) => render(convert, content(values[key] as T, key))),
    );
  }
}

/** A block that is there only if the flag is true. */
export function blockIf<C>(
  element: TerraformElement,
  name: string,
  convert: Converter<C>,
  condition: Flag,
  content: () => Exclude<C, IResolvable>,
): void {
  if (condition === false) return;
  if (isUnresolved(condition)) {
    const forEach = Fn.conditional(condition, [true], []) as unknown;
    override(element, `dynamic.${name}`, [{ for_each: forEach, content: render(convert, content()) }]);
  } else {
    override(element, name, [render(convert, content())]);
  }
}

const NESTED = Symbol("nested");
interface Nested {
  readonly [NESTED]: { value: unknown; content: (value: unknown) => object };
}
const isNested = (value: unknown): value is Nested =>
  typeof value === "object" && value !== null && NESTED in value;

/** An optional block inside the content of another block, at any depth. */
export function nested<T, C>(value: T | undefined, content: (value: T) => C): C | undefined {
  if (value === undefined || value === null) return undefined;
  return { [NESTED]: { value, content } } as unknown as C;
}

const REPEATED = Symbol("repeated");
interface Repeated {
  readonly [REPEATED]: { values: string[]; content: (value: string) => object };
}
const isRepeated = (value: unknown): value is Repeated =>
  typeof value === "object" && value !== null && REPEATED in value;

/** Inside the content of another block: one block for each text of a list, which may be an expression. */
export function nestedEach<C>(values: string[], content: (value: string) => C): C[] {
  return { [REPEATED]: { values, content } } as unknown as C[];
}

/** A marker inside a content, and the fields on the way to it. */
interface Marked {
  readonly path: readonly string[];
  readonly marker: Nested | Repeated;
}

/** The content in Terraform's spelling, with a `dynamic` block for each marker in it, however deep. */
function render<C>(convert: Converter<C>, content: C): Json {
  const marked: Marked[] = [];
  const plain = withoutMarkers(content, [], marked) as C;
  const written = convert(plain) as Json;
  for (const { path, marker } of marked) {
    const name = snakeCase(path[path.length - 1] as string);
    const parent = path.slice(0, -1).reduce((block, field) => block[snakeCase(field)] as Json, written);
    parent.dynamic = { ...(parent.dynamic as Json), [name]: [dynamicOf(convert, name, path, marker)] };
  }
  return written;
}

/** The content with what is known now; markers of which only Terraform knows go to the list. */
function withoutMarkers(content: unknown, path: readonly string[], marked: Marked[]): unknown {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return content;
  if (isNested(content)) {
    const { value, content: make } = content[NESTED];
    if (!inputReference(value)?.kind.optional) return withoutMarkers(make(value), path, marked);
  }
  if (isNested(content) || isRepeated(content)) {
    marked.push({ path, marker: content });
    return undefined;
  }
  // Tokens and the like are no blocks.
  if (Object.getPrototypeOf(content) !== Object.prototype || inputReference(content)) return content;
  return Object.fromEntries(
    Object.entries(content).map(([field, value]) => [field, withoutMarkers(value, [...path, field], marked)]),
  );
}

function dynamicOf<C>(
  convert: Converter<C>,
  name: string,
  path: readonly string[],
  marker: Nested | Repeated,
) {
  const at = (made: unknown) => convertedAt(convert, path, made);
  if (isRepeated(marker)) {
    const { values, content } = marker[REPEATED];
    return { for_each: values, content: at([content(Token.asString(ref(`${name}.value`)))]) };
  }
  const { value, content } = marker[NESTED];
  const input = inputReference(value) as { text: string; kind: Kind };
  return dynamicOfOptional(name, input, (item) => at(content(item)));
}

/** What the binding makes of a field deep in its block. */
function convertedAt<C>(convert: Converter<C>, path: readonly string[], value: unknown): unknown {
  const whole = path.reduceRight<unknown>((inner, field) => ({ [field]: inner }), value);
  const found = path.reduce<unknown>(
    (block, field) => (block as Json)[snakeCase(field)],
    convert(whole as C),
  );
  return Array.isArray(found) ? (found[0] as unknown) : found;
}

/** A `dynamic` block with one element when the input is set. */
function dynamicOfOptional(
  name: string,
  input: { text: string; kind: Kind },
  content: (value: unknown) => unknown,
) {
  return {
    for_each: ref(`${input.text} == null ? [] : [${input.text}]`),
    content: content(referTo({ ...input.kind, optional: false }, `${name}.value`)),
  };
}

const writtenBlocks = new WeakMap<TerraformElement, Map<string, unknown[]>>();

function override(element: TerraformElement, path: string, blocks: readonly unknown[]): void {
  const paths = writtenBlocks.get(element) ?? new Map<string, unknown[]>();
  const all = [...(paths.get(path) ?? []), ...blocks];
  writtenBlocks.set(element, paths.set(path, all));
  element.addOverride(path, all);
}
