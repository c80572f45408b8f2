/**
 * Which origins are exempt from the rules on scheme, port and address. It is an argument in code: nothing that a
 * deployment could set (environment, event) reaches it. The deployed function uses `strictPolicy`; the local runner
 * (`lambda-src/local`, not part of the bundle) has the only other one.
 */
export interface AddressPolicy {
  /** @param origin as `new URL().origin` spells it */
  readonly isExempt: (origin: string) => boolean;
}

/** No exemption. */
export const strictPolicy: AddressPolicy = Object.freeze({ isExempt: () => false });
