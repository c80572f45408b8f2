import type { Area } from "../model/account";
import { AccountError } from "./errors";
import type { MissingSnapshot } from "./snapshot";

interface Part {
  readonly area: Area;
  /** @default everywhere */
  readonly region?: string;
  /** What the call needs: `iam:ListAccessKeys`. */
  readonly permission: string;
}

const denied = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthorizationError",
  "UnauthorizedOperation",
  "NotAuthorized",
]);

const expired = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "CredentialsProviderError",
]);

/** Collects what could not be collected, once for each area, region and permission. */
export class Gaps {
  private readonly found = new Map<string, MissingSnapshot>();

  get all(): MissingSnapshot[] {
    return [...this.found.keys()].sort().map((key) => this.found.get(key) as MissingSnapshot);
  }

  /**
   * The result of calls to AWS; undefined where they failed, which is noted.
   *
   * @throws AccountError when the credentials have expired: everything after would fail, too.
   */
  async attempt<Result>(part: Part, call: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await call();
    } catch (error) {
      this.note(part, error);
      return undefined;
    }
  }

  /** Something that is missing for another reason than an error. */
  add(missing: MissingSnapshot): void {
    const key = [missing.area, missing.region ?? "", missing.permission ?? ""].join(" ");
    if (!this.found.has(key)) this.found.set(key, missing);
  }

  private note({ area, region, permission }: Part, error: unknown): void {
    const { name, message } = error as Error;
    if (expired.has(name)) throw new AccountError(`the credentials expired during the scan (${message})`);
    const isDenied = denied.has(name);
    this.add({
      area,
      region: region ?? null,
      permission: isDenied ? permission : null,
      message: `${name}: ${message}`,
    });
  }
}
