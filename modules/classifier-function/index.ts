/** The Lambda function that turns an image, or its URL, into a prediction by way of one endpoint. */
import { Construct } from "constructs";
import { allow, type Location } from "../../policies/documents";
import { choose } from "../shared/expressions";
import { read } from "../shared/inputs";
import { locationOf } from "../shared/location";
import { makeLogGroup } from "../shared/log-group";
import type { NetworkNeeds } from "../shared/network-client";
import { grant, type Grant, type Grantee, type ServiceRole } from "../shared/role";
import { makeAlarms } from "./alarms";
import { configureAsynchronousCalls, makeQueue } from "./asynchronous";
import { makeAlias, makeFunction } from "./function";
import { readQueue } from "./batches";
import { inputs, type ClassifierFunctionProps, type Values } from "./inputs";
import { keepWarm } from "./provisioned";
import { makeRole } from "./role";
import { rules } from "./rules";

export type { ClassifierFunctionProps } from "./inputs";

export class ClassifierFunction extends Construct {
  readonly functionName: string;
  readonly functionArn: string;
  readonly aliasName: string;
  /** What callers invoke; only the alias has warm environments. */
  readonly aliasArn: string;
  /** `endpoint.grantInvoke(classifier.role)` lets the function do its work. */
  readonly role: ServiceRole;
  readonly logGroupName: string;
  /** Where asynchronous calls go that failed in the end. */
  readonly failedEventsQueueUrl: string;
  readonly failedEventsQueueArn: string;
  readonly failedEventsQueueName: string;
  readonly alarmNames: string[];
  readonly alarmArns: string[];
  /** Shell command that classifies one photo. */
  readonly invokeCommand: string;

  constructor(scope: Construct, id: string, props: ClassifierFunctionProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const location = locationOf(this);

    const logGroup = makeLogGroup(this, `/aws/lambda/${p.name}`, p);
    const queue = makeQueue(this, p, location);
    this.role = makeRole(this, p, location, logGroup, queue);
    const lambda = makeFunction(this, p, this.role, logGroup);
    const alias = makeAlias(this, lambda);
    keepWarm(this, p, lambda, alias);
    configureAsynchronousCalls(this, p, lambda, alias, queue);
    readQueue(this, p, alias, this.role);
    const alarms = makeAlarms(this, p, lambda.functionName);

    this.functionName = lambda.functionName;
    this.functionArn = lambda.arn;
    this.aliasName = alias.name;
    this.aliasArn = alias.arn;
    this.logGroupName = logGroup.name;
    this.failedEventsQueueUrl = queue.url;
    this.failedEventsQueueArn = queue.arn;
    this.failedEventsQueueName = queue.name;
    this.alarmNames = alarms.all("alarm_name");
    this.alarmArns = alarms.all("arn");
    this.invokeCommand = invokeCommand(p, `${lambda.functionName}:${alias.name}`, location);
  }

  /** Lets a role invoke the alias: one statement, one action, one ARN. */
  grantInvoke(grantee: Grantee): Grant {
    const statement = allow("InvokeFunction", ["lambda:InvokeFunction"], [this.aliasArn]);
    return grant(grantee, `invoke-${this.node.id}`, [statement]);
  }

  /**
   * What the function has to reach from inside a network. Logs, traces and failed events go there by way of Lambda itself.
   * @param options.fetchesImages false where `fetch.enabled` is false or `image.mode` is `url`
   */
  static networkNeeds(options: { readonly fetchesImages?: boolean } = {}): NetworkNeeds {
    return { services: ["sagemaker.runtime"], internet: options.fetchesImages ?? true };
  }
}

function invokeCommand(p: Values, target: string, { region }: Location): string {
  const payload = choose(
    p.fetch.enabled,
    `'{"url": "https://example.com/dog.jpg", "top": 5}'`,
    `"{\\"image\\": \\"$(base64 -w0 photo.jpg)\\", \\"top\\": 5}"`,
  );
  return `aws lambda invoke --region ${region} --function-name ${target} --cli-binary-format raw-in-base64-out --payload ${payload} /dev/stdout`;
}
