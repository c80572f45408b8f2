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

/** An optional block inside the content of another block. */
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

function render<C>(convert: Converter<C>, content: C): Json {
  const plain: Json = {};
  const dynamic: Json = {};
  const convertField = (field: string, value: unknown) =>
    (convert({ [field]: value } as C) as Json)[snakeCase(field)];
  for (const [field, value] of Object.entries(content as Json)) {
    if (isRepeated(value)) {
      const name = snakeCase(field);
      const { values, content: make } = value[REPEATED];
      const made = convertField(field, [make(Token.asString(ref(`${name}.value`)))]);
      dynamic[name] = [{ for_each: values, content: Array.isArray(made) ? (made[0] as unknown) : made }];
      continue;
    }
    if (!isNested(value)) {
      plain[field] = value;
      continue;
    }
    const { value: inner, content: make } = value[NESTED];
    const input = inputReference(inner);
    if (!input?.kind.optional) {
      plain[field] = make(inner);
      continue;
    }
    const name = snakeCase(field);
    dynamic[name] = [dynamicOfOptional(name, input, (item) => convertField(field, make(item)))];
  }
  const written = convert(plain as C) as Json;
  return Object.keys(dynamic).length ? { ...written, dynamic } : written;
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
