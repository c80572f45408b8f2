/** The one topic that every alarm reaches. */
import type { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { keyPolicy, topicPolicy, type Location } from "../../policies/documents";
import { eachOf } from "../shared/expressions";
import { policyJson } from "../shared/policy";
import type { ObservabilityValues } from "./inputs";

/** Who publishes to the topic. AWS's own key for SNS would lock all of them out. */
const PUBLISHERS = ["cloudwatch", "events", "budgets", "costalerts"].map(
  (service) => `${service}.amazonaws.com`,
);

export interface AlarmTopic {
  readonly arn: string;
  readonly keyArn: string;
}

export function makeTopic(scope: Construct, p: ObservabilityValues, location: Location): AlarmTopic {
  const { Statement: mayUseKey } = keyPolicy({
    location,
    viaServices: ["sns"],
    servicePrincipals: PUBLISHERS,
  });
  const key = new KmsKey(scope, "key", {
    description: `Encrypts the alarms of ${p.name}`,
    enableKeyRotation: true,
    deletionWindowInDays: p.keyDeletionWindowDays,
    policy: policyJson(scope, "key_policy", mayUseKey),
    tags: p.tags,
  });
  new KmsAlias(scope, "key_alias", { name: `alias/${p.name}-alarms`, targetKeyId: key.keyId });
  const topic = new SnsTopic(scope, "topic", {
    name: `${p.name}-alarms`,
    kmsMasterKeyId: key.arn,
    tags: p.tags,
  });
  const { Statement: mayPublish } = topicPolicy({
    location,
    topicArn: topic.arn,
    publishers: ["alarms", "rules", "budgets", "cost-anomalies"],
  });
  const policy = new SnsTopicPolicy(scope, "topic_policy", {
    arn: topic.arn,
    policy: policyJson(scope, "topic_policy_document", mayPublish),
  });
  eachOf(
    p.emails,
    ({ forEach, value }) =>
      new SnsTopicSubscription(scope, "email", {
        forEach,
        topicArn: topic.arn,
        protocol: "email",
        endpoint: value,
        dependsOn: [policy],
      }),
  );
  return { arn: topic.arn, keyArn: key.arn };
}
