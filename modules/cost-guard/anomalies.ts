/** Detection of unusual costs: one monitor of the project's tag, and who is told. */
import type { Construct } from "constructs";
import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription";
import { both, choose, eachOf, isSet, one, when } from "../shared/expressions";
import { Fn, ref, Token } from "../shared/tf";
import type { CostGuardValues } from "./inputs";

/** @returns the monitor's ARN; undefined, or null in Terraform, without one */
export function makeAnomalyDetection(scope: Construct, p: CostGuardValues): string | undefined {
  const monitor = when(
    p.anomalies,
    (count) =>
      new CeAnomalyMonitor(scope, "monitor", {
        count,
        name: p.name,
        monitorType: "CUSTOM",
        monitorSpecification: Fn.jsonencode(costsOf(p.projectTag)),
        tags: p.tags,
      }),
  );
  const monitorArn = one(monitor, "arn");
  tellEmails(scope, p, monitorArn as string);
  tellTopic(scope, p, monitorArn as string);
  return monitorArn;
}

/** AWS answers with every field, so a plan would never be empty without the nulls. */
const costsOf = ({ key, value }: CostGuardValues["projectTag"]) => {
  const absent = ref("null");
  return {
    And: absent,
    CostCategories: absent,
    Dimensions: absent,
    Not: absent,
    Or: absent,
    Tags: { Key: key, MatchOptions: absent, Values: [value] },
  };
};

/** Addresses get summaries. */
function tellEmails(scope: Construct, p: CostGuardValues, monitorArn: string): void {
  when(p.anomalies, () =>
    eachOf(
      choose(isSet(p.anomalies), p.emails, Fn.toset([])),
      ({ forEach, value }) =>
        new CeAnomalySubscription(scope, "email", {
          forEach,
          name: `${p.name}-${value}`,
          frequency: p.anomalies?.emailFrequency as string,
          monitorArnList: [monitorArn],
          subscriber: [{ type: "EMAIL", address: value }],
          thresholdExpression: impactOf(p),
          tags: p.tags,
        }),
    ),
  );
}

/** A topic is told of each anomaly by itself, which addresses cannot be. */
function tellTopic(scope: Construct, p: CostGuardValues, monitorArn: string): void {
  when(
    both(isSet(p.anomalies), isSet(p.topic)),
    (count) =>
      new CeAnomalySubscription(scope, "topic", {
        count,
        name: `${p.name}-topic`,
        frequency: "IMMEDIATE",
        monitorArnList: [monitorArn],
        subscriber: [{ type: "SNS", address: p.topic?.arn as string }],
        thresholdExpression: impactOf(p),
        tags: p.tags,
      }),
  );
}

const impactOf = (p: CostGuardValues) => ({
  dimension: {
    key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
    matchOptions: ["GREATER_THAN_OR_EQUAL"],
    values: [Token.asString(Fn.tostring(p.anomalies?.minimumImpactUsd))],
  },
});
