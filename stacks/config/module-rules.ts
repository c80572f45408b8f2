/** The modules' own rules between inputs, told while the configuration is read, together with all other mistakes. */
import { rules as functionRules } from "../../modules/classifier-function/rules";
import { rules as endpointRules } from "../../modules/inference-endpoint/rules";
import { rules as networkRules } from "../../modules/private-network/inputs";
import { ruleMessage, type InputRule, type Inputs } from "../../modules/shared/inputs";
import { rules as hostRules } from "../../modules/training-host/rules";
import { rules as pipelineRules } from "../../modules/training-pipeline/rules";
import type { Configuration } from "./configuration";
import { sectionRules } from "./section";
import { network } from "./sections/network";
import { endpointFields, functionFields } from "./sections/serving";
import { hostFields, pipelineFields } from "./sections/training";

/** The broken rules of a configuration whose values are each of the right shape. */
export function moduleProblems({ network: net, training, serving }: Configuration): string[] {
  const each = (sections: Readonly<Record<string, object>>, at: string, rules: AnyRules, fields: Inputs) =>
    Object.entries(sections).flatMap(([name, values]) => problemsOf(`${at}.${name}`, values, rules, fields));
  return [
    ...(net.existing ? [] : problemsOf("network", net, networkRules, network.fields)),
    ...each(training.pipelines, "training.pipelines", pipelineRules, pipelineFields),
    ...(training.host ? problemsOf("training.host", training.host, hostRules, hostFields) : []),
    ...each(serving.endpoints, "serving.endpoints", endpointRules, endpointFields),
    ...(serving.function
      ? problemsOf("serving.function", serving.function, functionRules, functionFields)
      : []),
  ];
}

type AnyRules = readonly InputRule<never>[];

function problemsOf(at: string, values: object, rules: AnyRules, fields: Inputs): string[] {
  return sectionRules(rules, fields)
    .filter((rule) => !rule.holds(values as never))
    .map((rule) => `${ruleMessage(rule, (path) => `${at}.${path}`)}.`);
}
