/** A model behind an HTTPS endpoint of SageMaker: on instances, without them, or with a queue. */
import { Construct } from "constructs";
import { invokeEndpoint, type Location, type Statement } from "../../policies/documents";
import { choose, keysOf, mapIn, named } from "../shared/expressions";
import { read } from "../shared/inputs";
import { locationOf } from "../shared/location";
import { makeLogGroup } from "../shared/log-group";
import type { NetworkNeeds } from "../shared/network-client";
import { policyJson } from "../shared/policy";
import { grant, type Grant, type Grantee, type ServiceRole } from "../shared/role";
import { makeAlarms } from "./alarms";
import { makeConfiguration, onlyVariant } from "./configuration";
import { makeEndpoint } from "./endpoint";
import { inputs, type InferenceEndpointProps, type Values } from "./inputs";
import { makeModel } from "./model";
import { makeQueueScaling } from "./queue-scaling";
import { makeRole } from "./role";
import { rules } from "./rules";
import { makeScaling } from "./scaling";

export { captureModes, routingStrategies, type InferenceEndpointProps } from "./inputs";

export class InferenceEndpoint extends Construct {
  readonly endpointName: string;
  readonly endpointArn: string;
  /** Sorted. A serverless or asynchronous endpoint has one, `primary`. */
  readonly variantNames: string[];
  /** Execution role of the model. */
  readonly role: ServiceRole;
  readonly modelName: string;
  readonly configurationName: string;
  readonly logGroupName: string;
  /** Of the alarms that roll a deployment back: errors and latency of each variant. */
  readonly alarmNames: string[];
  readonly alarmArns: string[];
  /** Shell command that sends one photo to the endpoint. */
  readonly invokeCommand: string;
  /** Policy that allows to invoke this endpoint and nothing else. */
  readonly invokePolicyJson: string;
  private readonly invokeStatement: Statement;

  constructor(scope: Construct, id: string, props: InferenceEndpointProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const location = locationOf(this);

    const logGroup = makeLogGroup(this, `/aws/sagemaker/Endpoints/${p.name}`, p);
    const variants = named(this, "variants", mapIn(p.realTime, "variants"));
    this.variantNames = named(this, "variant_names", choose(p.realTime, keysOf(variants), [onlyVariant]));
    const alarms = makeAlarms(this, p, this.variantNames);
    this.role = makeRole(this, p, location, logGroup, alarms);
    const model = makeModel(this, p, this.role);
    const configuration = makeConfiguration(this, p, variants, model);
    const endpoint = makeEndpoint(this, p, configuration, alarms, logGroup);
    makeScaling(this, p, variants, endpoint);
    makeQueueScaling(this, p, endpoint);

    this.endpointName = endpoint.name;
    this.endpointArn = endpoint.arn;
    this.modelName = model.name;
    this.configurationName = configuration.name;
    this.logGroupName = logGroup.name;
    this.alarmNames = alarms.all("alarm_name");
    this.alarmArns = alarms.all("arn");
    this.invokeStatement = invokeStatement(p, endpoint.arn);
    this.invokePolicyJson = policyJson(this, "invoke", [this.invokeStatement]);
    this.invokeCommand = invokeCommand(p, endpoint.name, location);
  }

  /** Lets a role invoke this endpoint: one statement, one action, one ARN. */
  grantInvoke(grantee: Grantee): Grant {
    return grant(grantee, `invoke-${this.node.id}`, [this.invokeStatement]);
  }

  /**
   * What the container has to reach when it is in a network. SageMaker itself brings image, model and logs from outside
   * of it; S3 goes through the gateway that every network has.
   */
  static networkNeeds(options: { readonly internet?: boolean } = {}): NetworkNeeds {
    return { services: [], internet: options.internet ?? false };
  }
}

/** An asynchronous endpoint takes asynchronous calls only, any other only synchronous ones. */
const invokeStatement = (p: Values, endpointArn: string): Statement => ({
  ...invokeEndpoint({ endpointArn }),
  Action: [choose(p.asynchronous, "sagemaker:InvokeEndpointAsync", "sagemaker:InvokeEndpoint")],
});

function invokeCommand(p: Values, endpointName: string, { region }: Location): string {
  const target = `--region ${region} --endpoint-name ${endpointName} --content-type application/x-image`;
  return choose(
    p.asynchronous,
    `aws sagemaker-runtime invoke-endpoint-async ${target} --input-location s3://BUCKET/photo.jpg`,
    `aws sagemaker-runtime invoke-endpoint ${target} --body fileb://photo.jpg /dev/stdout`,
  );
}
