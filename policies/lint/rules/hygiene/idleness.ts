import type { LastUse } from "../../model/account";

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How far back AWS knows at least. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html */
const trackedDays = 400;

/** Whole days from one time to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / dayMilliseconds);
}

export interface Idleness {
  /** For how many days there has been no use for sure. */
  readonly days: number;
  /** Whether it may be more. */
  readonly orMore: boolean;
  /** "was last used 120 days ago, in eu-west-1" */
  readonly words: string;
}

/** For how long something was not used; undefined where that is not known. What is new counts from when it was made. */
export function idleness(lastUsed: LastUse, createdAt: string, now: string): Idleness | undefined {
  switch (lastUsed) {
    case "unknown":
      return undefined;
    case "never": {
      const days = daysBetween(createdAt, now);
      return { days, orMore: false, words: `was never used since it was made ${days} days ago` };
    }
    case "not-tracked": {
      const words = `was not used in the ${trackedDays} days that AWS tracks; use before that is not tracked`;
      return { days: trackedDays, orMore: true, words };
    }
    default: {
      const days = daysBetween(lastUsed.at, now);
      const where = lastUsed.region === null ? "" : `, in ${lastUsed.region}`;
      return { days, orMore: false, words: `was last used ${days} days ago${where}` };
    }
  }
}
