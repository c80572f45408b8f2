/** Findings of a configuration scanner that are right as they are, each with its reason beside the resource. */
import type { IConstruct } from "constructs";
import { addressOf } from "./expressions/address";
import type { TerraformResource } from "./tf";

export interface AcceptedFinding {
  /** The resource's address in its stack, without an index. */
  readonly address: string;
  /** The scanner's name of the check, e.g. `CKV_AWS_18`. */
  readonly check: string;
  readonly reason: string;
}

const METADATA = "accepted-finding";

/** Accepts one check's finding on a resource. It changes nothing in what is deployed. */
export function accept(resource: TerraformResource, check: string, reason: string): void {
  if (!/^CKV2?_[A-Z0-9]+_\d+$/.test(check))
    throw new Error(`${resource.node.path}: "${check}" is no check's name; it looks like CKV_AWS_18.`);
  if (reason.trim().length < 20)
    throw new Error(`${resource.node.path}: the reason to accept ${check} has to be a sentence.`);
  resource.node.addMetadata(METADATA, { check, reason });
}

/** Everything that was accepted in a stack or construct. */
export function acceptedFindings(scope: IConstruct): AcceptedFinding[] {
  return scope.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === METADATA)
      .map(({ data }) => ({
        address: addressOf(construct as TerraformResource),
        ...(data as Pick<AcceptedFinding, "check" | "reason">),
      })),
  );
}
