import { hostileUrls } from "../../support/hostile-urls";
import { namespaceMissing, runInNamespace, testInNamespace } from "../../support/namespace";

interface Attempt {
  readonly code: string;
  readonly arrivals: readonly string[];
}

interface Report {
  readonly hostile: readonly {
    readonly url: string;
    readonly diallable: boolean;
    readonly direct: Attempt;
    readonly withHttp: Attempt;
    /** As the target of the first redirect, and of the third. */
    readonly redirects: readonly [Attempt, Attempt];
    readonly unguardedArrivals: readonly string[];
  }[];
  readonly rebinding: {
    readonly sameName: string;
    readonly second: string;
    readonly arrivals: readonly string[];
    readonly onRedirect: string;
    readonly redirectArrivals: readonly string[];
  };
  readonly allowed: Readonly<Record<string, { outcome: string; arrivals: readonly string[] }>>;
}

/**
 * Whether the URL reaches us by a redirect as it is: "127.0.0.1" would be relative to the redirector, no header holds a
 * NUL, and a very long one is too long for the redirector's own URL.
 */
const fitsRedirect = (url: string) => url !== "127.0.0.1" && !url.includes("\u0000") && url.length < 1000;

const redirector = "93.184.215.14:80";
let report: Report;

beforeAll(() => {
  if (namespaceMissing === undefined) report = runInNamespace("probe.ts") as Report;
});

test("the table of hostile URLs has at least 200 different cases", () => {
  expect(hostileUrls.length).toBeGreaterThanOrEqual(200);
  expect(new Set(hostileUrls.map(({ url }) => url)).size).toBe(hostileUrls.length);
});

testInNamespace(
  "at least 150 of them could be dialled, so the table tests the guard and not the network",
  () => {
    const diallable = report.hostile.filter((result) => result.diallable);
    expect(diallable.length).toBeGreaterThanOrEqual(150);
  },
);

describe("real sockets in a network namespace see no connection", () => {
  hostileUrls.forEach(({ url, code }, index) => {
    testInNamespace(`for ${JSON.stringify(url).slice(0, 80)}`, () => {
      const result = report.hostile[index];
      expect(result?.url).toBe(url);
      expect(result?.direct).toEqual({ code, arrivals: [] });
      expect(result?.withHttp).toEqual({ code, arrivals: [] });
      // A redirect to it brings connections to the public redirector and no further. (The header's own rules on
      // characters may turn one refusal into the other.)
      result?.redirects.forEach((redirect, index) => {
        const reached = redirect.arrivals.filter((arrival) => arrival !== redirector);
        expect(reached).toEqual([]);
        if (!fitsRedirect(url)) return;
        expect(redirect.arrivals).toHaveLength(index === 0 ? 1 : 3);
        expect(["invalid-url", "forbidden-target"]).toContain(redirect.code);
      });
      // The listeners would have seen it: an unguarded client's connection arrives.
      expect(result?.unguardedArrivals.length).toBe(result?.diallable ? 1 : 0);
    });
  });
});

describe("in the same namespace", () => {
  testInNamespace(
    "a name that resolves to a public address first and to loopback later never reaches loopback",
    () => {
      expect(report.rebinding).toEqual({
        sameName: "bytes of a photo",
        second: "forbidden-target",
        arrivals: [redirector],
        onRedirect: "forbidden-target",
        redirectArrivals: [redirector],
      });
    },
  );

  testInNamespace("public addresses are fetched, by name and by literal, IPv4 and IPv6", () => {
    expect(report.allowed["http://images.example/"]).toEqual({
      outcome: "bytes of a photo",
      arrivals: [redirector],
    });
    expect(report.allowed["http://93.184.215.14/"]).toEqual({
      outcome: "bytes of a photo",
      arrivals: [redirector],
    });
    const overIpv6 = { outcome: "bytes of a photo", arrivals: ["2606:2800:21f::1:80"] };
    expect(report.allowed["http://ipv6.example/"]).toEqual(overIpv6);
  });

  testInNamespace("https goes to port 443, and a server that does not speak TLS is unreachable", () => {
    const attempt = { outcome: "image-unreachable", arrivals: ["93.184.215.14:443"] };
    expect(report.allowed["https://images.example/"]).toEqual(attempt);
  });

  testInNamespace("three redirects are followed, and a fourth is not", () => {
    const connections = Array<string>(4).fill(redirector);
    const three = { outcome: "bytes of a photo", arrivals: connections };
    expect(report.allowed["http://images.example/?hops=3"]).toEqual(three);
    const four = { outcome: "image-unreachable", arrivals: connections };
    expect(report.allowed["http://images.example/?hops=4"]).toEqual(four);
  });
});
