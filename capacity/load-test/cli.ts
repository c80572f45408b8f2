import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../cli";
import { InputError } from "../input/mistakes";
import { milliseconds, percent } from "../reports/words";
import { loadTest, type LoadTestResult } from ".";
import { endpointTarget, functionTarget, httpTarget, type Payload, type Send } from "./targets";

export const measureUsage = `Usage: capacity-plan measure (--url URL | --endpoint NAME | --function NAME) --image FILE|--body FILE --output FILE [options]

Sends calls at a fixed rate, whether or not earlier ones are answered, and writes what each took, as a file for --service or
--own. Measure at a low rate: at a high one the calls also wait, and the plan would count the wait twice.

  --url URL         POST to a container (http://127.0.0.1:8080/invocations) or a function URL
  --endpoint NAME   a SageMaker endpoint; --function NAME a Lambda function or NAME:ALIAS (credentials of the environment)
  --image FILE      a photo, sent as it is; in the event {"image": …} to a function
  --body FILE       or: a JSON body
  --rate N (2), --duration S (30), --warm-up CALLS (5), --timeout S (60), --seed N (1)
  --output FILE     the measured milliseconds, a JSON list
`;

const flags = {
  url: { type: "string" },
  endpoint: { type: "string" },
  function: { type: "string" },
  image: { type: "string" },
  body: { type: "string" },
  rate: { type: "string", default: "2" },
  duration: { type: "string", default: "30" },
  "warm-up": { type: "string", default: "5" },
  timeout: { type: "string", default: "60" },
  seed: { type: "string", default: "1" },
  output: { type: "string" },
} as const;

type Values = ReturnType<typeof parse>;

/** A load test is for measuring, not for breaking: it stops here. */
const highestRate = 1000;
const longestSeconds = 600;

/** Runs `capacity-plan measure`; returns its exit status. @throws InputError */
export async function measure(args: readonly string[], output: Output): Promise<0 | 1> {
  const values = parse(args);
  const mistakes: string[] = [];
  const number = (flag: keyof Values, lowest: number, highest: number): number => {
    const value = Number(values[flag] ?? NaN);
    if (!(value >= lowest && value <= highest)) {
      mistakes.push(
        `--${flag} is "${String(values[flag])}"; it must be a number from ${lowest} to ${highest}`,
      );
    }
    return value;
  };
  const timeoutMilliseconds = number("timeout", 1, 900) * 1000;
  const options = {
    requestsPerSecond: number("rate", 0.01, highestRate),
    durationSeconds: number("duration", 1, longestSeconds),
    warmUpCalls: number("warm-up", 0, 1000),
    seed: number("seed", 0, 2 ** 31),
  };
  const payload = readPayload(values, mistakes);
  if (values.output === undefined) mistakes.push("--output is missing: the file for what was measured");
  const makeTarget = chooseTarget(values, mistakes);
  if (mistakes.length > 0 || payload === undefined || makeTarget === undefined)
    throw new InputError(mistakes);
  const onProgress = output.progress
    ? (left: number, sent: number) => output.error(`\r\u001b[K${sent} calls sent, ${Math.ceil(left)} s left`)
    : undefined;
  const target = await makeTarget(payload, timeoutMilliseconds);
  const result = await loadTest(target, { ...options, ...(onProgress && { onProgress }) });
  if (output.progress) output.error("\r\u001b[K");
  writeFileSync(
    values.output as string,
    `${JSON.stringify(result.milliseconds.map((value) => Number(value.toFixed(3))))}\n`,
  );
  output.out(summary(result));
  return result.failures === 0 ? 0 : 1;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new InputError([(error as Error).message]);
  }
}

function chooseTarget(values: Values, mistakes: string[]) {
  const { url, endpoint, function: fn } = values;
  if ([url, endpoint, fn].filter((value) => value !== undefined).length !== 1) {
    mistakes.push("give one target: --url URL, --endpoint NAME or --function NAME");
    return undefined;
  }
  if (url !== undefined && !/^https?:\/\/./.test(url))
    mistakes.push(`--url "${url}" must begin with http:// or https://`);
  return async (payload: Payload, timeout: number): Promise<Send> => {
    if (url !== undefined) return httpTarget(url, payload, timeout);
    return endpoint !== undefined
      ? endpointTarget(endpoint, payload, timeout)
      : functionTarget(fn as string, payload, timeout);
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
};

function readPayload({ image, body, function: fn }: Values, mistakes: string[]): Payload | undefined {
  const file = image ?? body;
  if (file === undefined || (image !== undefined && body !== undefined)) {
    mistakes.push("give what is sent: --image FILE or --body FILE");
    return undefined;
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    mistakes.push(`${file} cannot be read: ${(error as Error).message}`);
    return undefined;
  }
  if (image === undefined) return { body: bytes, contentType: "application/json" };
  if (fn !== undefined) {
    const event = JSON.stringify({ image: Buffer.from(bytes).toString("base64") });
    return { body: Buffer.from(event), contentType: "application/json" };
  }
  const contentType = contentTypes[extname(file).toLowerCase()];
  if (contentType === undefined)
    mistakes.push(`--image ${file}: its name must end in ${Object.keys(contentTypes).join(", ")}`);
  return { body: bytes, contentType: contentType ?? "" };
}

function summary({
  milliseconds: values,
  calls,
  failures,
  endings,
  maxInHand,
  worstSendDelayMilliseconds,
}: LoadTestResult): string {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) =>
    milliseconds(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  const lines = [
    `${calls} calls, ${failures} failed (${percent(failures / Math.max(1, calls))}); ended: ${Object.entries(
      endings,
    )
      .map(([status, number]) => `${status} ${number}`)
      .join(", ")}`,
    `p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, p99 ${quantile(0.99)}, from the intended arrival; at most ${maxInHand} calls at the same time`,
  ];
  if (worstSendDelayMilliseconds > 20) {
    lines.push(
      `! This machine sent a call ${milliseconds(worstSendDelayMilliseconds)} late; measure from a quieter one, or at a lower rate.`,
    );
  }
  if (maxInHand > 4) {
    lines.push(
      "! Calls waited for each other; as service times, measure at a rate at which at most a few are in hand.",
    );
  }
  return `${lines.join("\n")}\n`;
}
