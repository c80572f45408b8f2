import { exactArn, regionalArn } from "./arn";
import { policyDocument } from "./document";
import type { Location, PolicyDocument, Statement } from "./types";

export interface TopicPolicyOptions {
  readonly location: Location;
  readonly topicArn: string;
  /** What may publish beside the account's own roles. */
  readonly publishers: readonly TopicPublisher[];
}

export type TopicPublisher = "alarms" | "rules" | "budgets" | "cost-anomalies";

/** An SNS topic that AWS services of this account publish to. */
export function topicPolicy(options: TopicPolicyOptions): PolicyDocument {
  const topic = exactArn("topicArn", options.topicArn, "sns");
  return policyDocument(
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: ["sns:Publish"],
      Resource: [topic],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...options.publishers.map((publisher) => publish(topic, options.location, publisher)),
  );
}

function publish(topicArn: string, location: Location, publisher: TopicPublisher): Statement {
  const { sid, service, sourceArn } = describe(location, publisher);
  const condition =
    sourceArn === undefined
      ? {}
      : {
          Condition: {
            StringEquals: { "aws:SourceAccount": location.accountId },
            ArnLike: { "aws:SourceArn": sourceArn },
          },
        };
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: [service] },
    Action: ["sns:Publish"],
    Resource: [topicArn],
    ...condition,
  };
}

interface PublisherFacts {
  readonly sid: string;
  readonly service: string;
  /** The pattern of what may publish; `undefined` where the service sends no source keys. */
  readonly sourceArn?: string;
}

function describe(location: Location, publisher: TopicPublisher): PublisherFacts {
  const global = (service: string, resource: string) =>
    `arn:${location.partition}:${service}::${location.accountId}:${resource}`;
  switch (publisher) {
    case "alarms":
      return {
        sid: "AllowAlarms",
        service: "cloudwatch.amazonaws.com",
        sourceArn: regionalArn(location, "cloudwatch", "alarm:*"),
      };
    case "rules":
      // EventBridge does not support conditions in topic policies (CloudWatch Events User Guide, resource-based policies).
      return { sid: "AllowRules", service: "events.amazonaws.com" };
    case "budgets":
      return { sid: "AllowBudgets", service: "budgets.amazonaws.com", sourceArn: global("budgets", "*") };
    case "cost-anomalies":
      return {
        sid: "AllowCostAnomalies",
        service: "costalerts.amazonaws.com",
        sourceArn: global("ce", "anomalysubscription/*"),
      };
  }
}
