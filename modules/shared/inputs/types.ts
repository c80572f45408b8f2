/** The TypeScript types that follow from an inputs table. */
import type { IResolvable } from "../tf";
import type { Kind } from "./kinds";
import type { Expression } from "./expression";

/** A collection that may be a Terraform expression: the compiler refuses `.map`, `.length` and indexing on it. */
export type Many<T> = readonly T[] | Expression<T[]>;
export type Keyed<T> = Readonly<Record<string, T>> | Expression<Record<string, T>>;
/** A bool that may be a Terraform expression: `if (flag)` would always be true, so use `when` or `choose`. */
export type Flag = boolean | IResolvable;

type Scalar<K> = K extends { kind: "string"; oneOf: readonly (infer U)[] }
  ? U
  : K extends { kind: "string" }
    ? string
    : K extends { kind: "number" }
      ? number
      : never;

type IsOptional<K> = K extends { optional: true } ? true : false;
type MayBeLeftOut<K> = K extends { optional: true } ? true : K extends { default: unknown } ? true : false;
type Flatten<T> = T extends object ? { [P in keyof T]: T[P] } : T;

/** What a user of the construct passes. */
export type PropsOf<F> = Flatten<
  { readonly [P in keyof F as MayBeLeftOut<F[P]> extends false ? P : never]: PropOf<F[P]> } & {
    readonly [P in keyof F as MayBeLeftOut<F[P]> extends true ? P : never]?: PropOf<F[P]>;
  }
>;
export type PropOf<K> = K extends { kind: "bool" }
  ? Flag
  : K extends { kind: "list" | "set"; of: infer E }
    ? readonly PropOf<E>[] | (E extends { kind: "string" } ? string[] : Expression<unknown>)
    : K extends { kind: "map"; of: infer E }
      ? Readonly<Record<string, PropOf<E>>> | Expression<unknown>
      : K extends { kind: "object"; fields: infer F }
        ? PropsOf<F>
        : Scalar<K>;

/** What a construct reads: defaults are filled in, and each value is plain or a Terraform expression. */
export type ValuesOf<F> = Flatten<
  { readonly [P in keyof F as IsOptional<F[P]> extends false ? P : never]: ValueOf<F[P]> } & {
    readonly [P in keyof F as IsOptional<F[P]> extends true ? P : never]?: ValueOf<F[P]>;
  }
>;
export type ValueOf<K> = K extends { kind: "bool" }
  ? Flag
  : K extends { kind: "list" | "set"; of: infer E }
    ? E extends { kind: "string" }
      ? string[]
      : Many<ElementOf<E>>
    : K extends { kind: "map"; of: infer E }
      ? E extends { kind: "string" }
        ? Record<string, string>
        : Keyed<ElementOf<E>>
      : K extends { kind: "object"; fields: infer F }
        ? ValuesOf<F>
        : Scalar<K>;
type ElementOf<E> = E extends { kind: "object"; fields: infer F } ? ValuesOf<F> : ValueOf<E>;

/**
 * Exactly one of the named optional fields: setting two, or none, does not compile. The table says the same at run time
 * with the `exactlyOne` rule, because Terraform and configuration files have no such types.
 */
export type ExactlyOne<P, Names extends keyof P> = Omit<P, Names> &
  {
    [N in Names]: { readonly [M in N]-?: NonNullable<P[M]> } & {
      readonly [M in Exclude<Names, N>]?: undefined;
    };
  }[Names];

/** At most one of the named optional fields. */
export type AtMostOne<P, Names extends keyof P> =
  ExactlyOne<P, Names> | (Omit<P, Names> & { readonly [N in Names]?: undefined });

export type { Kind };

/** The values of an inputs table when nothing in it is an expression: what rules between inputs look at. */
export type PlainOf<F> = Flatten<
  { readonly [P in keyof F as IsOptional<F[P]> extends false ? P : never]: PlainValueOf<F[P]> } & {
    readonly [P in keyof F as IsOptional<F[P]> extends true ? P : never]?: PlainValueOf<F[P]>;
  }
>;
type PlainValueOf<K> = K extends { kind: "bool" }
  ? boolean
  : K extends { kind: "list" | "set"; of: infer E }
    ? readonly PlainValueOf<E>[]
    : K extends { kind: "map"; of: infer E }
      ? Readonly<Record<string, PlainValueOf<E>>>
      : K extends { kind: "object"; fields: infer F }
        ? PlainOf<F>
        : Scalar<K>;
