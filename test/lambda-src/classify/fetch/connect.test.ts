import type { LookupAddress } from "node:dns";
import type { buildConnector } from "undici";
import { guardConnector, guardedLookup, type Resolve } from "../../../../lambda-src/classify/fetch/connect";

const answer =
  (...addresses: LookupAddress[]): Resolve =>
  (_hostname, _options, callback) =>
    callback(null, addresses);

const publicOne = { address: "93.184.215.14", family: 4 };
const publicTwo = { address: "2606:2800:21f::1", family: 6 };
const privateOne = { address: "10.0.0.1", family: 4 };

function lookUp(resolve: Resolve, all: boolean): Promise<unknown> {
  return new Promise((settle) => {
    guardedLookup(resolve)("images.example", { all }, (error, address, family) =>
      settle(error ? error.message : { address, family }),
    );
  });
}

test("a name with only public addresses resolves, in both forms that a socket asks for", async () => {
  const both = answer(publicOne, publicTwo);
  expect(await lookUp(both, true)).toEqual({ address: [publicOne, publicTwo], family: undefined });
  expect(await lookUp(both, false)).toEqual(publicOne);
});

test.each([
  ["one private address among public ones", answer(publicOne, privateOne)],
  ["a private address", answer(privateOne)],
  ["no address", answer()],
])("a name with %s does not resolve", async (_what, resolve) => {
  expect(await lookUp(resolve, true)).toBe("The URL's host is not a public address.");
  expect(await lookUp(resolve, false)).toBe("The URL's host is not a public address.");
});

test("an error of DNS stays an error", async () => {
  const failing: Resolve = (_hostname, _options, callback) => callback(new Error("ENOTFOUND"), []);
  expect(await lookUp(failing, true)).toBe("ENOTFOUND");
});

test("a literal private address stops at the connector even if nothing before it had looked", () => {
  const connected: string[] = [];
  const connector = guardConnector((options) => {
    connected.push(options.hostname);
  });
  const failures: string[] = [];
  for (const hostname of ["127.0.0.1", "::1", "::127.0.0.1", "8.8.8.8", "images.example"]) {
    const options = { hostname, protocol: "https:", port: "443" } as buildConnector.Options;
    connector(options, (...[error]) => {
      failures.push(String(error?.message));
    });
  }
  expect(connected).toEqual(["8.8.8.8", "images.example"]);
  expect(failures).toHaveLength(3);
});
