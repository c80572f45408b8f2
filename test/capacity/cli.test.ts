import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../../capacity/cli";
import { readPriceList } from "../../capacity/prices";

const folder = mkdtempSync(join(tmpdir(), "capacity-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function plan(args: readonly string[], today = new Date("2026-12-01")) {
  let out = "";
  let error = "";
  const status = await run(args, {
    out: (text) => (out += text),
    error: (text) => (error += text),
    progress: false,
    today,
  });
  return { status, out, error };
}

const quick = [
  "--rate",
  "5",
  "--duration",
  "600",
  "--own",
  "60,400",
  "--service",
  "60,120",
  "--no-sensitivity",
];

test("a plan that meets its goal ends with 0 and is cheaper than or as cheap as every setting beside it that meets it", async () => {
  const { status, out, error } = await plan([...quick, "--latency", "1500", "--format", "json"]);
  expect([status, error]).toEqual([0, ""]);
  const report = JSON.parse(out) as {
    version: number;
    recommended: { meetsGoal: boolean; usdPerMonth: number };
    comparison: { name: string; meetsGoal: boolean; usdPerMonth: number }[];
  };
  expect(report.version).toBe(1);
  expect(report.recommended.meetsGoal).toBe(true);
  expect(report.comparison.map(({ name }) => name)).toEqual([
    "recommended",
    "console-gpu",
    "console-multi",
    "private-vpc",
    "tuned-multi",
    "m5-baseline",
  ]);
  for (const other of report.comparison.filter(({ meetsGoal }) => meetsGoal)) {
    expect(other.usdPerMonth).toBeGreaterThanOrEqual(report.recommended.usdPerMonth - 0.01);
  }
});

test("a goal below the function's own time cannot be met: 1, and it says how near it came", async () => {
  const { status, out } = await plan([...quick, "--latency", "100"]);
  expect(status).toBe(1);
  expect(out).toMatch(/No settings that were tried meet the goal\. The nearest give \d+ ms/);
  expect(out).toMatch(/NOT met/);
});

test("the fragment is a part of a platform configuration", async () => {
  const { out } = await plan([...quick, "--latency", "1500", "--format", "yaml"]);
  const { serving } = parse(out) as { serving: { endpoints: object; function: { memorySizeMb: number } } };
  expect(serving.endpoints).toHaveProperty("main.realTime.variants.primary.scaling.invocationsPerInstance");
  expect(serving.function.memorySizeMb).toBe(2048);
});

test("an account of ten can reserve nothing, which is said", async () => {
  const { out } = await plan([...quick, "--latency", "1500", "--assume", "accountConcurrency=10"]);
  expect(out).toMatch(/limit of 10 concurrent executions leaves nothing to reserve/);
  expect(out).toMatch(/accountConcurrency=10/);
});

test("the present settings are compared, by the endpoint that the function calls", async () => {
  const file = join(folder, "platform.yaml");
  writeFileSync(
    file,
    "serving:\n  endpoints:\n    a: { serverless: {} }\n    b: { realTime: { variants: { p: { instanceType: ml.m5.large, initialInstanceCount: 2 } } } }\n  function: { endpoint: b, reservedConcurrency: 1 }\n",
  );
  const { out } = await plan([...quick, "--latency", "1500", "--present", file]);
  expect(out).toMatch(/^ {2}present +missed/m);
});

test("prices older than 180 days are named, those of 180 days are not", async () => {
  const collected = Date.parse(readPriceList().collected);
  const at = (days: number) => plan([...quick, "--latency", "1500"], new Date(collected + days * 86_400_000));
  expect((await at(180)).out).not.toMatch(/days old/);
  expect((await at(181)).out).toMatch(/The prices are 181 days old/);
});

test("another price list decides the cost", async () => {
  const file = join(folder, "prices.json");
  const list = readPriceList();
  const twice = Object.fromEntries(
    Object.entries(list.prices).map(([name, price]) => [name, { ...price, usd: price.usd * 2 }]),
  );
  writeFileSync(file, JSON.stringify({ ...list, prices: twice }));
  const cost = async (args: string[]) =>
    (
      JSON.parse((await plan([...quick, "--latency", "1500", "--format", "json", ...args])).out) as {
        recommended: { usdPerMonth: number };
      }
    ).recommended.usdPerMonth;
  expect((await cost(["--prices", file])) / (await cost([]))).toBeCloseTo(2, 6);
});

const wrong: [string, string[], RegExp][] = [
  [
    "nothing",
    [],
    /give the traffic by one of --rate .*\n- --own is missing.*\n- --service is missing.*\n- --latency is missing/s,
  ],
  ["two kinds of traffic", ["--rate", "1", "--daily", "1,2"], /give the traffic by one of/],
  ["a rate of words", ["--rate", "many"], /--rate is "many"; it must be a number from 0\.001/],
  ["a day that falls", ["--daily", "50,5"], /--daily "50,5" must be the lowest and the highest/],
  [
    "an unknown assumption",
    ["--assume", "moon=1"],
    /there is no assumption "moon"; there are accountConcurrency/,
  ],
  ["an assumption without value", ["--assume", "networkMilliseconds"], /must be like networkMilliseconds=4/],
  ["an unknown option", ["--speed", "1"], /Unknown option '--speed'/],
  ["a missing traffic file", ["--traffic", "/nowhere.csv"], /--traffic: \/nowhere\.csv cannot be read/],
  ["a fraction of a worker", ["--workers", "1.5"], /--workers is "1\.5"; it must be a whole number/],
  [
    "an unknown format",
    ["--format", "pdf"],
    /--format is "pdf"; it must be one of text, json, yaml, html, svg/,
  ],
  ["nothing to plan", ["--no-function", "--no-endpoint"], /leave nothing to plan/],
];

test.each(wrong)("%s is refused with status 2", async (_, args, message) => {
  const { status, out, error } = await plan(args);
  expect([status, out]).toEqual([2, ""]);
  expect(error).toMatch(message);
});

test.each([
  [
    "an instance type without a price",
    ["--instance-type", "ml.x9.huge"],
    /no price "hosting\.ml\.x9\.huge"; of that kind it has hosting\.ml\.t2\.medium/,
  ],
  ["a price list that is none", ["--prices", __filename], /cannot be read as JSON/],
  [
    "an output that cannot be written",
    ["--output", "/nowhere/plan.txt"],
    /--output: \/nowhere\/plan\.txt cannot be written/,
  ],
])("%s is refused", async (_, args, message) => {
  const { status, error } = await plan([...quick, "--latency", "1500", ...args]);
  expect(status).toBe(2);
  expect(error).toMatch(message);
});

test("the page stands by itself: no script, nothing fetched, the chart inside", async () => {
  const file = join(folder, "plan.html");
  const { status } = await plan([...quick, "--latency", "1500", "--format", "html", "--output", file]);
  expect([status, existsSync(file)]).toEqual([0, true]);
  const page = readFileSync(file, "utf8");
  expect(page).toMatch(/<svg xmlns/);
  expect(page).not.toMatch(/<script|src=|href=/);
});

test("--help tells the options of both commands", async () => {
  expect((await plan(["--help"])).out).toMatch(/--daily LOW,HIGH/);
  expect((await plan(["measure", "--help"])).out).toMatch(/--output FILE/);
});
