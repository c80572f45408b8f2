import { priceUsd, type PriceList } from "./prices";
import type { Scenario } from "./scenario";
import type { Result } from "./simulate/measure";

export interface CostLine {
  readonly item: string;
  readonly usdPerMonth: number;
}

/**
 * What the simulated time would cost if all the month were like it, before free tiers, savings plans and data transfer.
 *
 * @throws PriceListError when the list lacks a price
 */
export function monthlyCost(result: Result, scenario: Scenario, prices: PriceList): CostLine[] {
  const perMonth = (prices.hoursPerMonth * 3600) / result.durationSeconds;
  const { usage } = result;
  const lines: CostLine[] = [];
  const add = (item: string, amount: number, price: string, unit = 1) =>
    lines.push({ item, usdPerMonth: (amount / unit) * priceUsd(prices, price) * perMonth });
  if (scenario.function !== null) {
    const { architecture, provisioned } = scenario.function;
    add("function: requests", usage.functionRequests, "lambdaMillionRequests", 1_000_000);
    add(
      "function: duration on demand",
      usage.onDemandGigabyteSeconds,
      `lambdaGigabyteSecond.${architecture}`,
    );
    if (provisioned !== null) {
      add(
        "function: duration on provisioned concurrency",
        usage.provisionedGigabyteSeconds,
        `lambdaGigabyteSecondOnProvisioned.${architecture}`,
      );
      add(
        "function: provisioned concurrency",
        usage.reservationGigabyteSeconds,
        `lambdaProvisionedGigabyteSecond.${architecture}`,
      );
    }
  }
  if (scenario.variant !== null) {
    const { instanceType } = scenario.variant;
    add(`endpoint: ${instanceType}`, usage.instanceHours, `hosting.${instanceType}`);
  }
  return lines;
}

export function totalUsd(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}
