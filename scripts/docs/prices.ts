/** The one dated list of prices, as the documents need it. */
import * as prices from "../../capacity/prices";

export type PriceList = prices.PriceList;

let read: PriceList | undefined;

export const priceList = (): PriceList => (read ??= prices.readPriceList());

/** @throws when the list has no such price */
export const priceUsd = (name: string): number => prices.priceUsd(priceList(), name);

/** What something that is paid for by the hour costs when it is there all month. */
export const monthlyUsd = (hourlyPrice: string): number => priceUsd(hourlyPrice) * priceList().hoursPerMonth;

/** "84", "8.4", "0.74": as many digits as "about" bears. */
export function usd(amount: number): string {
  if (amount === 0) return "0";
  if (amount < 1) return String(Number(amount.toPrecision(2)));
  return amount < 20 ? String(Number(amount.toFixed(1))) : amount.toFixed(0);
}
