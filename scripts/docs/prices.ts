/** The one dated list of prices, docs/data/prices.json. */
import { readText } from "./document";

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

const FILE = "docs/data/prices.json";
let read: PriceList | undefined;

export const priceList = (): PriceList => (read ??= JSON.parse(readText(FILE)) as PriceList);

/** @throws when the list has no such price */
export function priceUsd(name: string): number {
  const { prices } = priceList();
  const price = prices[name];
  if (!price) throw new Error(`${FILE} has no price ${name}; it has: ${Object.keys(prices).join(", ")}.`);
  return price.usd;
}

/** What something that is paid for by the hour costs when it is there all month. */
export const monthlyUsd = (hourlyPrice: string): number => priceUsd(hourlyPrice) * priceList().hoursPerMonth;

/** "84", "8.4", "0.74": as many digits as "about" bears. */
export function usd(amount: number): string {
  if (amount === 0) return "0";
  if (amount < 1) return String(Number(amount.toPrecision(2)));
  return amount < 20 ? String(Number(amount.toFixed(1))) : amount.toFixed(0);
}
