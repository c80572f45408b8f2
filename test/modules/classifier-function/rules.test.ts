import { inputs } from "../../../modules/classifier-function/inputs";
import { rules } from "../../../modules/classifier-function/rules";
import { check } from "../../../modules/shared/inputs";
import { minimal } from "./cases";

const problemsOf = (props: object) => check({ inputs, rules }, props).problems;

describe("the limits of the classifier function", () => {
  it.each<[string, object]>([
    ["a name of 55 characters", { ...minimal, name: "a".repeat(55) }],
    ["900 reserved of 1000", { ...minimal, reservedConcurrency: 900 }],
    ["2900 reserved of 3000", { ...minimal, reservedConcurrency: 2900, accountConcurrency: 3000 }],
    ["a function that is switched off, in a new account", { ...minimal, reservedConcurrency: 0, accountConcurrency: 10 }],
    ["as much provisioned as reserved", { ...minimal, reservedConcurrency: 5, provisioned: { executions: 5, scaling: { maxExecutions: 5 } } }],
    ["900 provisioned with nothing reserved", { ...minimal, provisioned: { executions: 900 } }],
    ["one second for the endpoint", { ...minimal, timeoutSeconds: 11 }],
    ["a short time-out without downloads", { ...minimal, timeoutSeconds: 5, fetch: { enabled: false } }],
    ["900 seconds and 10240 MB", { ...minimal, timeoutSeconds: 900, memorySizeMb: 10240 }],
    ["128 MB", { ...minimal, memorySizeMb: 128 }],
    ["other classes without labels", { ...minimal, classCount: 10 }],
  ])("admit %s", (_title, props) => {
    expect(problemsOf(props)).toEqual([]);
  }); // prettier-ignore

  it("are reported all at once", () => {
    expect(problemsOf({ name: "a.b", timeoutSeconds: 0, reservedConcurrency: 901 })).toHaveLength(3);
  });

  it("name the account's 100 unreserved when too much is reserved", () => {
    expect(problemsOf({ ...minimal, reservedConcurrency: 950 })).toEqual([
      "reservedConcurrency must leave 100 of the account's accountConcurrency unreserved, as AWS demands; reserve less, or have the quota raised and say so in accountConcurrency.",
    ]);
  });

  it("say which inputs let a function work without the internet", () => {
    const network = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const [problem] = problemsOf({ ...minimal, network });
    expect(problem).toMatch(/^network.internet must be true/);
    for (const way of ["fetch.enabled", "image.mode", "network left out"]) expect(problem).toContain(way);
    expect(problemsOf({ ...minimal, network: { ...network, internet: true } })).toEqual([]);
    expect(problemsOf({ ...minimal, network, fetch: { enabled: false } })).toEqual([]);
    expect(problemsOf({ ...minimal, network, image: { mode: "url" } })).toEqual([]);
  });

  it("say which inputs let a function read objects in a network", () => {
    const network = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const fromS3 = { ...minimal, fetch: { enabled: false }, s3: { prefixes: ["s3://photos/"] } };
    const [problem] = problemsOf({ ...fromS3, network });
    expect(problem).toMatch(/^network.s3Endpoint must be true/);
    for (const way of ["network.internet", "s3 left out"]) expect(problem).toContain(way);
    expect(problemsOf(fromS3)).toEqual([]);
    expect(problemsOf({ ...fromS3, network: { ...network, s3Endpoint: true } })).toEqual([]);
    expect(problemsOf({ ...fromS3, network: { ...network, internet: true } })).toEqual([]);
    // With objects only, https still needs its own way out.
    const withUrls = { ...fromS3, fetch: {}, network: { ...network, s3Endpoint: true } };
    expect(problemsOf(withUrls)).toEqual([expect.stringMatching(/^network.internet must be true/)]);
  });
});
