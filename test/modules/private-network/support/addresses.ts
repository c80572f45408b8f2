/** IPv4 addresses and ranges. */

export function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function isIn(address: string, range: string): boolean {
  const [base = "", length = "32"] = range.split("/");
  const size = 2 ** (32 - Number(length));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

export const prefixLength = (range: string): number => Number(range.split("/")[1] ?? 32);

/** The range's first address and `offset` more; the first four and the last are AWS's own. */
export function hostIn(range: string, offset: number): string {
  const number = toNumber(range.split("/")[0] ?? "") + offset;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}
