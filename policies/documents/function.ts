import { onAnyResource } from "./any-resource";
import { exactArn, regionalArn } from "./arn";
import { policyDocument } from "./document";
import { allow, decryptWithKeys, readObjects, writeLogs } from "./parts";
import type { Location, PolicyDocument, S3Prefix, Statement } from "./types";

export interface FunctionPolicyOptions {
  /** The function's own log group, made beforehand so that its retention holds. */
  readonly logGroupArn: string;
  /** Sends X-Ray traces. @default false */
  readonly tracing?: boolean;
  /** Set when the function is attached to a VPC. `functionArn` keeps the function's own code from using the permission. */
  readonly vpc?: { readonly location: Location; readonly functionArn: string };
  /** SQS queue or SNS topic for events that failed. */
  readonly deadLetter?: { readonly queueArn: string } | { readonly topicArn: string };
  /** Where the function may read objects. @default nowhere */
  readonly readPrefixes?: readonly S3Prefix[];
  /** Keys of what it reads or sends to. @default none */
  readonly keyArns?: readonly string[];
}

/** What a function's role needs beside its calls to the endpoint (`invokeEndpoint`). */
export function functionPolicy(options: FunctionPolicyOptions): PolicyDocument {
  return policyDocument(
    writeLogs(options.logGroupArn),
    options.tracing ? onAnyResource("WriteTraces") : undefined,
    ...(options.vpc ? attachFunctionToVpc(options.vpc.location, options.vpc.functionArn) : []),
    options.deadLetter ? sendToDeadLetter(options.deadLetter) : undefined,
    options.readPrefixes?.length ? readObjects(options.readPrefixes) : undefined,
    options.keyArns?.length ? decryptWithKeys(options.keyArns) : undefined,
  );
}

const networkInterfaceActions = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda checks with these before it attaches a function to a VPC. It accepts no narrower resource for
 * DeleteNetworkInterface than every id of the account (Lambda Developer Guide, configuration-vpc). The Deny takes the
 * permission away from the code inside, which shares the role (same page, lambda:SourceFunctionArn).
 */
export function attachFunctionToVpc(location: Location, functionArn: string): Statement[] {
  const everyId = [regionalArn(location, "ec2", "*/*")];
  return [
    onAnyResource("DescribeNetworkForFunction"),
    allow("AttachFunctionToVpc", networkInterfaceActions, everyId),
    {
      Sid: "DenyNetworkInterfacesToCode",
      Effect: "Deny",
      Action: networkInterfaceActions,
      Resource: everyId,
      Condition: {
        ArnEquals: { "lambda:SourceFunctionArn": [exactArn("functionArn", functionArn, "lambda")] },
      },
    },
  ];
}

function sendToDeadLetter(target: NonNullable<FunctionPolicyOptions["deadLetter"]>): Statement {
  return "queueArn" in target
    ? allow("SendToDeadLetter", ["sqs:SendMessage"], [exactArn("queueArn", target.queueArn, "sqs")])
    : allow("SendToDeadLetter", ["sns:Publish"], [exactArn("topicArn", target.topicArn, "sns")]);
}
