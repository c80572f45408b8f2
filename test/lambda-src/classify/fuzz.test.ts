/** Property-based: whatever the event, the handler answers in time and dials nobody whom it must not. */
import { BlockList, isIPv4 } from "node:net";
import { remainingMilliseconds, type FuzzReport } from "../support/fuzz-probe";
import { namespaceMissing, runInNamespace, testInNamespace } from "../support/namespace";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.FUZZ_RUNS ?? 10_000);

/** Written out here, from IANA's special-purpose registries, and not taken from the code under test. */
const special = new BlockList();
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "168.63.129.16/32",
]) {
  const [network = "", bits] = range.split("/");
  special.addSubnet(network, Number(bits), "ipv4");
}
for (const range of ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]) {
  const [network = "", bits] = range.split("/");
  special.addSubnet(network, Number(bits), "ipv6");
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

const isForbidden = (address: string): boolean =>
  isIPv4(address)
    ? special.check(address, "ipv4")
    : !globalUnicast.check(address, "ipv6") || special.check(address, "ipv6");

let report: FuzzReport;

beforeAll(() => {
  if (namespaceMissing !== undefined) return;
  process.stdout.write(`fuzz seed ${seed}; FUZZ_SEED=${seed} repeats it\n`);
  report = runInNamespace("fuzz-probe.ts", String(seed), String(runs)) as FuzzReport;
}, 250_000);

describe(`of ${runs} random events (seed ${seed}; FUZZ_SEED repeats it)`, () => {
  testInNamespace("every one is answered as its kind is, without a leak or an internal error", () => {
    expect(report.problems).toEqual([]);
    expect(report.events).toBe(runs);
    expect(Object.values(report.outcomes).reduce((a, b) => a + b)).toBe(runs);
  });

  testInNamespace("none takes longer than the invocation's time", () => {
    expect(report.slowestMilliseconds).toBeLessThan(remainingMilliseconds + report.lagMilliseconds);
    // The deadline was met, not missed by far: some endpoint's silence was waited for.
    expect(report.slowestMilliseconds).toBeGreaterThan(remainingMilliseconds / 2);
  });

  testInNamespace("nobody is dialled but public addresses, on the two allowed ports", () => {
    const wrong = report.dialled.filter((target) => {
      const [, address = "", port = ""] = /^(.*):(\d+)$/.exec(target) ?? [];
      return isForbidden(address) || !["80", "443"].includes(port);
    });
    expect(wrong).toEqual([]);
    // The kernel counts every connection that was begun: none went where nobody listens.
    expect(report.begunConnections).toBe(report.arrivals);
    expect(report.arrivals).toBeGreaterThan(runs / 50);
  });

  testInNamespace("all kinds of events and of outcomes were among them", () => {
    expect(Object.keys(report.kinds).sort()).toEqual(["asynchronous", "direct", "http", "queue"]);
    const outcomes = "200 204 400 405 413 415 422 500 502 503 504 batch thrown".split(" ");
    expect(Object.keys(report.outcomes)).toEqual(expect.arrayContaining(outcomes));
  });
});
