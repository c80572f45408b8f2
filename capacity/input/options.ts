import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { assumptions, assumptionTable, type Assumptions } from "../assumptions";
import type { Distribution } from "../random/distribution";
import type { CapacitySettings } from "../reference-deployments";
import type { Goal, Scenario } from "../scenario";
import type { Traffic } from "../simulate/arrivals";
import { parseDuration } from "./durations";
import { InputError } from "./mistakes";
import { parsePresent } from "./present";
import { constantTraffic, dailyTraffic, highestRequestsPerSecond, parseTraffic } from "./traffic";

export const formats = ["text", "json", "yaml", "html", "svg"] as const;

export interface PlanOptions {
  readonly scenario: Scenario;
  readonly goal: Goal;
  /** The user's present settings; undefined where none were given. */
  readonly present: CapacitySettings | undefined;
  readonly maxInstances: number;
  readonly priceFile: string | undefined;
  readonly format: (typeof formats)[number];
  readonly output: string | undefined;
  readonly sensitivity: boolean;
}

const flags = {
  rate: { type: "string" },
  daily: { type: "string" },
  traffic: { type: "string" },
  duration: { type: "string", default: "3600" },
  own: { type: "string" },
  service: { type: "string" },
  init: { type: "string", default: "142,216" },
  latency: { type: "string" },
  quantile: { type: "string", default: "0.99" },
  failures: { type: "string", default: "0.001" },
  memory: { type: "string", default: "2048" },
  architecture: { type: "string", default: "arm64" },
  timeout: { type: "string", default: "30" },
  "no-function": { type: "boolean", default: false },
  "no-endpoint": { type: "boolean", default: false },
  "instance-type": { type: "string", default: "ml.m5.large" },
  workers: { type: "string", default: "2" },
  queue: { type: "string", default: "64" },
  routing: { type: "string", default: "LEAST_OUTSTANDING_REQUESTS" },
  "max-instances": { type: "string", default: "20" },
  attempts: { type: "string", default: "3" },
  present: { type: "string" },
  endpoint: { type: "string" },
  assume: { type: "string", multiple: true, default: [] as string[] },
  prices: { type: "string" },
  format: { type: "string", default: "text" },
  output: { type: "string" },
  seed: { type: "string", default: "1" },
  "no-sensitivity": { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parse>;

/** @throws InputError with everything that is wrong */
export function readOptions(args: readonly string[]): PlanOptions {
  return new OptionReader(parse(args)).read();
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new InputError([(error as Error).message]);
  }
}

class OptionReader {
  private readonly mistakes: string[] = [];

  constructor(private readonly values: Values) {}

  read(): PlanOptions {
    const { values } = this;
    const options: PlanOptions = {
      scenario: {
        traffic: this.traffic(),
        function: values["no-function"] ? null : this.functionSettings(),
        variant: values["no-endpoint"] ? null : this.variantSettings(),
        retries: { attempts: this.number("attempts", 1, 10, { whole: true }), firstDelayMilliseconds: 100 },
        assumptions: this.assumptions(),
        seed: this.number("seed", 0, 2 ** 31, { whole: true }),
      },
      goal: {
        latencyMilliseconds: this.required("latency", "the latency that is wanted, in ms")
          ? this.number("latency", 1, 900_000)
          : 0,
        quantile: this.number("quantile", 0.5, 0.9999),
        maxFailureShare: this.number("failures", 0, 0.5),
      },
      present: this.present(),
      maxInstances: this.number("max-instances", 1, 1000, { whole: true }),
      priceFile: values.prices,
      format: this.choice("format", formats),
      output: values.output,
      sensitivity: !values["no-sensitivity"],
    };
    if (values["no-function"] && values["no-endpoint"]) {
      this.mistakes.push("--no-function and --no-endpoint together leave nothing to plan");
    }
    if (this.mistakes.length > 0) throw new InputError(this.mistakes);
    return options;
  }

  private traffic(): Traffic {
    const { rate, daily, traffic } = this.values;
    const nothing = constantTraffic(1, 1);
    const given = [rate, daily, traffic].filter((value) => value !== undefined).length;
    if (given !== 1) {
      this.mistakes.push(
        "give the traffic by one of --rate REQUESTS_PER_SECOND, --daily LOWEST,HIGHEST and --traffic FILE",
      );
      return nothing;
    }
    if (rate !== undefined) {
      return constantTraffic(
        this.number("rate", 0.001, highestRequestsPerSecond),
        this.number("duration", 60, 7 * 86_400),
      );
    }
    if (daily !== undefined) return this.daily(daily) ?? nothing;
    return this.file("traffic", traffic ?? "", parseTraffic) ?? nothing;
  }

  private daily(text: string): Traffic | undefined {
    const [lowest = NaN, highest = NaN, ...rest] = text.split(",").map(Number);
    if (
      rest.length === 0 &&
      lowest >= 0 &&
      highest >= lowest &&
      highest > 0 &&
      highest <= highestRequestsPerSecond
    ) {
      return dailyTraffic(lowest, highest);
    }
    this.mistakes.push(`--daily "${text}" must be the lowest and the highest requests/s of a day, like 5,50`);
    return undefined;
  }

  private functionSettings(): NonNullable<Scenario["function"]> {
    return {
      memoryMegabytes: this.number("memory", 128, 10_240, { whole: true }),
      architecture: this.choice("architecture", ["arm64", "x86_64"] as const),
      reservedConcurrency: null,
      provisioned: null,
      timeoutSeconds: this.number("timeout", 1, 900),
      initMilliseconds: this.duration("init"),
      ownMilliseconds: this.required("own", "the function's own time in ms, without the endpoint's")
        ? this.duration("own")
        : { kind: "constant", value: 0 },
    };
  }

  private variantSettings(): NonNullable<Scenario["variant"]> {
    return {
      instanceType: this.values["instance-type"],
      initialInstances: 1,
      workersPerInstance: this.number("workers", 1, 1000, { whole: true }),
      queuePerInstance: this.number("queue", 0, 1_000_000, { whole: true }),
      serviceMilliseconds: this.required(
        "service",
        "how long one call keeps a worker of the endpoint busy, in ms",
      )
        ? this.duration("service")
        : { kind: "constant", value: 0 },
      routing: this.choice("routing", ["LEAST_OUTSTANDING_REQUESTS", "RANDOM"] as const),
      scaling: null,
    };
  }

  private assumptions(): Assumptions {
    const given: Partial<Record<keyof Assumptions, number>> = {};
    for (const text of this.values.assume) {
      const [name = "", value = ""] = text.split("=");
      if (!Object.hasOwn(assumptionTable, name)) {
        this.mistakes.push(
          `--assume "${text}": there is no assumption "${name}"; there are ${Object.keys(assumptionTable).join(", ")}`,
        );
      } else if (value === "" || !(Number(value) >= 0)) {
        this.mistakes.push(
          `--assume "${text}" must be like ${name}=${assumptionTable[name as keyof Assumptions].default}`,
        );
      } else {
        given[name as keyof Assumptions] = Number(value);
      }
    }
    return assumptions(given);
  }

  private present(): CapacitySettings | undefined {
    const { present, endpoint } = this.values;
    if (present === undefined) return undefined;
    return this.file("present", present, (content, file) => parsePresent(content, file, endpoint));
  }

  private file<T extends object>(
    flag: string,
    file: string,
    read: (content: string, file: string) => T | string,
  ): T | undefined {
    let content: string;
    try {
      content = readFileSync(file, "utf8");
    } catch (error) {
      this.mistakes.push(`--${flag}: ${file} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
    const value = read(content, file);
    if (typeof value !== "string") return value;
    this.mistakes.push(`--${flag}: ${value}`);
    return undefined;
  }

  private required(flag: "latency" | "own" | "service", meaning: string): boolean {
    if (this.values[flag] !== undefined) return true;
    this.mistakes.push(`--${flag} is missing: ${meaning}`);
    return false;
  }

  private duration(flag: "own" | "service" | "init"): Distribution {
    const parsed = parseDuration(this.values[flag] ?? "");
    if (typeof parsed !== "string") return parsed;
    this.mistakes.push(`--${flag}: ${parsed}`);
    return { kind: "constant", value: 0 };
  }

  private number(flag: keyof Values, lowest: number, highest: number, { whole = false } = {}): number {
    const text = this.values[flag];
    const value = typeof text === "string" && text.trim() !== "" ? Number(text) : NaN;
    if (value >= lowest && value <= highest && (!whole || Number.isInteger(value))) return value;
    this.mistakes.push(
      `--${flag} is "${String(text)}"; it must be a ${whole ? "whole " : ""}number from ${lowest} to ${highest}`,
    );
    return lowest;
  }

  private choice<Choice extends string>(flag: keyof Values, choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.values[flag]);
    if (found !== undefined) return found;
    this.mistakes.push(
      `--${flag} is "${String(this.values[flag])}"; it must be one of ${choices.join(", ")}`,
    );
    return choices[0] as Choice;
  }
}
