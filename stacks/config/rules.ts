/** Rules between a configuration's sections. */
import type { InputRule } from "../../modules/shared/inputs";

interface Platform {
  training: { pipelines: Readonly<Record<string, unknown>> };
  serving: { endpoints: Readonly<Record<string, { pipeline?: string; modelDataUrl?: string }>> };
}

/** Configurations are checked here only, so these rules have no Terraform side. */
const configurationRule = (rule: { at: string; says: string; holds: (platform: Platform) => boolean }): InputRule<never> => ({
  ...rule,
  reads: [],
  holds: (values) => rule.holds(values as unknown as Platform),
  condition: "true",
});

export const platformRules: readonly InputRule<never>[] = [
  configurationRule({
    at: "serving.endpoints",
    says: "must each name a pipeline of {training.pipelines}, or give modelDataUrl: one of the two",
    holds: ({ training, serving }) =>
      Object.values(serving.endpoints).every(({ pipeline, modelDataUrl }) =>
        pipeline === undefined ? modelDataUrl !== undefined : modelDataUrl === undefined && pipeline in (training.pipelines ?? {}),
      ),
  }),
];
