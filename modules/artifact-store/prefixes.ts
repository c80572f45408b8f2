/** Where things are in a store. */
export const storePrefixes = {
  /** What models are trained and tested on. */
  datasets: "datasets/",
  /** Programs and bootstrap archives that jobs, hosts and notebooks fetch. */
  code: "code/",
  /** What training leaves: model archives, checkpoints, metrics. */
  models: "models/",
  /** Requests and answers that an endpoint captured; they expire. */
  captures: "captures/",
} as const;

type TopPrefix = (typeof storePrefixes)[keyof typeof storePrefixes];

/** A folder of the store: one of `storePrefixes` or below; it ends in a slash, e.g. `datasets/dog-images/`. */
export type StorePrefix = TopPrefix | `${TopPrefix}${string}/`;

/** One object of the store, e.g. `code/bootstrap.tar.gz`. */
export type StoreKey = `${TopPrefix}${string}`;

/** @throws when a prefix is outside of the store's folders or has no slash at its end: the compiler cannot see into variables */
export function checkPrefix(where: string, prefix: string): void {
  const tops: readonly string[] = Object.values(storePrefixes);
  if (!tops.some((top) => prefix.startsWith(top)) || !prefix.endsWith("/"))
    throw new Error(
      `${where}: the prefix is "${prefix}"; it must be ${tops.join(", ")} or a folder below one, and end in "/".`,
    );
}

/** @throws when a key is outside of the store's folders, or names a folder */
export function checkKey(where: string, key: string): void {
  const tops: readonly string[] = Object.values(storePrefixes);
  if (!tops.some((top) => key.startsWith(top)) || key.endsWith("/"))
    throw new Error(
      `${where}: the key is "${key}"; it must name a file below ${tops.join(", ")}, e.g. code/bootstrap.tar.gz.`,
    );
}
