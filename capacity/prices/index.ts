/** Prices: a dated list with the source of each, prices.json, in whose place a user may give another file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PriceList {
  readonly region: string;
  readonly currency: string;
  /** When the list was put together, as 2026-11-21. */
  readonly collected: string;
  readonly hoursPerMonth: number;
  /** Where prices come from, with dates, by a short name. */
  readonly sources: Readonly<Record<string, string>>;
  readonly prices: Readonly<Record<string, { readonly usd: number; readonly source: string }>>;
}

/** A price list that cannot be used, with everything that is wrong with it. */
export class PriceListError extends Error {}

/** Older lists are named as stale: AWS changes prices without notice. */
export const staleAfterDays = 180;

export const shippedPriceFile = join(__dirname, "prices.json");

/**
 * @param file @default the list that comes with the project
 * @throws PriceListError when the file cannot be read or is no price list
 */
export function readPriceList(file: string = shippedPriceFile): PriceList {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new PriceListError(`${file}: cannot be read as JSON: ${(error as Error).message}`);
  }
  const mistakes = mistakesIn(list);
  if (mistakes.length > 0) throw new PriceListError(`${file}: is no price list:\n- ${mistakes.join("\n- ")}`);
  return list as PriceList;
}

/** @throws PriceListError that names the prices of the same kind, when the list has no such price */
export function priceUsd(list: PriceList, name: string): number {
  const price = list.prices[name];
  if (price !== undefined) return price.usd;
  const kind = name.split(".", 1)[0];
  const same = Object.keys(list.prices).filter((candidate) => candidate.split(".", 1)[0] === kind);
  throw new PriceListError(
    `the price list of ${list.collected} has no price "${name}"${same.length > 0 ? `; of that kind it has ${same.join(", ")}` : ""}. Give a list that has it with --prices.`,
  );
}

/** Days since the list was put together. */
export function ageInDays(list: PriceList, today: Date): number {
  return Math.floor((today.getTime() - Date.parse(list.collected)) / 86_400_000);
}

function mistakesIn(list: unknown): string[] {
  if (typeof list !== "object" || list === null || Array.isArray(list))
    return ["the file must hold an object"];
  const { region, currency, collected, hoursPerMonth, prices } = list as Record<string, unknown>;
  const mistakes: string[] = [];
  if (typeof region !== "string") mistakes.push('"region" must be a region\'s name, like "us-east-1"');
  if (currency !== "USD") mistakes.push('"currency" must be "USD"');
  if (
    typeof collected !== "string" ||
    !/^\d{4}-\d\d-\d\d$/.test(collected) ||
    Number.isNaN(Date.parse(collected))
  ) {
    mistakes.push('"collected" must be a day, like "2026-11-21"');
  }
  if (!isAmount(hoursPerMonth)) mistakes.push('"hoursPerMonth" must be a number, like 730');
  if (typeof prices !== "object" || prices === null) return [...mistakes, '"prices" must be an object'];
  for (const [name, price] of Object.entries(prices as Record<string, unknown>)) {
    if (!isAmount((price as { usd?: unknown } | null)?.usd)) {
      mistakes.push(`"prices"."${name}" must be like {"usd": 0.23, "source": "…"}`);
    }
  }
  return mistakes;
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
