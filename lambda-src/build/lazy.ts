/** A package that the handler loads by `import()`, bundled into a file of its own. */
export interface LazyPackage {
  /** As the handler imports it. */
  readonly name: string;
  /** Beside `index.js` in the zip. */
  readonly file: string;
  /** What the file is bundled from; it must export what the handler takes from the package. */
  readonly source: string;
}

/**
 * Node reads and parses all of a file before it runs any of it, so in `index.js` these would cost every cold start about
 * as much as all the rest, whether they are used or not.
 */
export const lazyPackages: readonly LazyPackage[] = [
  {
    name: "undici",
    file: "undici.js",
    // Its entry loads a WebSocket, a cache, mocks and proxies with the client: three times the time, at the first image.
    source: `
      exports.Agent = require("undici/lib/dispatcher/agent");
      exports.buildConnector = require("undici/lib/core/connect");
      Object.assign(require("undici/lib/dispatcher/dispatcher").prototype, require("undici/lib/api"));`,
  },
  {
    name: "@aws-lambda-powertools/tracer",
    file: "tracer.js",
    source: `export { Tracer } from "@aws-lambda-powertools/tracer";`,
  },
];
