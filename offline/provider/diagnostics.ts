import type { BlockSchema } from "../schema/types";
import { attributeSteps, type AttributeStep, type Path } from "./paths";

/** What Terraform shows as an error, with the argument it is about. */
export interface Diagnostic {
  severity: 1;
  summary: string;
  detail: string;
  attribute?: { steps: AttributeStep[] };
}

export function problem(
  summary: string,
  detail: string,
  at?: { block: BlockSchema; path: Path },
): Diagnostic {
  return {
    severity: 1,
    summary,
    detail,
    ...(at ? { attribute: { steps: attributeSteps(at.block, at.path) } } : {}),
  };
}

/** A refusal that is no diagnostic of one resource; its message says what would be right. */
export class Refusal extends Error {}
