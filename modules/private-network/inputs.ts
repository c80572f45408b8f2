/** The inputs of a private network, and the rules between them. */
import { vpcEndpointActions } from "../../policies/documents";
import { ec2InstanceTypePattern } from "../shared/instances";
import { logRetentionDays } from "../shared/limits";
import { bool, hclLiteral, int, map, obj, rulesOf, set, str, type PropsOf } from "../shared/inputs";

/** How the network reaches the internet: not at all, through one NAT gateway, or through one in each zone. */
export const internetAccess = ["none", "single-nat", "ha-nat"] as const;

/** Services whose interface endpoint has a policy here; others need an entry in `endpointActions`. */
export const knownServices: readonly string[] = Object.keys(vpcEndpointActions);

const client = obj(
  {
    services: set(
      str({
        description:
          "An AWS service by the name in its endpoint, e.g. sagemaker.runtime, logs, or notebook for SageMaker notebooks.",
        pattern: "^[a-z0-9]+([.-][a-z0-9]+)*$",
        patternSays: "a service's name such as sagemaker.runtime",
      }),
      {
        description:
          "AWS services that the client reaches through interface endpoints. S3 is always reached.",
      },
    ),
    internet: bool({
      description: "Whether the client reaches https servers on the internet.",
      default: false,
    }),
    distributed: bool({
      description: "Whether the client is several hosts that talk to each other on any port.",
      default: false,
    }),
  },
  { description: "What one client has to reach." },
);

export const inputs = {
  name: str({
    description: "Name of the network; prefix of every name in it.",
    pattern: "^[a-z][a-z0-9-]*[a-z0-9]$",
    patternSays:
      "lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    maxLength: 40,
  }),
  cidrBlock: str({
    description:
      "IPv4 range of the VPC, /16 to /20. Private subnets share its lower half, public ones its upper half.",
    default: "10.0.0.0/16",
    pattern:
      "^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(1[6-9]|20)$",
    patternSays: "an IPv4 range between /16 and /20, e.g. 10.0.0.0/16",
    source:
      "VPC user guide, VPC CIDR blocks: at most /16; below /20 public subnets would be smaller than /28",
  }),
  availabilityZoneCount: int({
    description: "Number of availability zones with a private subnet each.",
    default: 2,
    min: 2,
    max: 6,
    source: "SageMaker asks for two zones; no region has more than six",
  }),
  gpuInstanceTypes: set(
    str({
      description: "An EC2 instance type, e.g. g4dn.xlarge; SageMaker's ml.g4dn.xlarge without its ml.",
      pattern: ec2InstanceTypePattern,
      patternSays: "an EC2 instance type such as g4dn.xlarge",
    }),
    {
      description: "Instance types that every zone of the network has to offer. Not every zone offers GPUs.",
      default: [],
    },
  ),
  internet: str({
    description:
      "Way to the internet: none, single-nat (one NAT gateway, about 33 USD a month) or ha-nat (one in each zone).",
    default: "none",
    oneOf: internetAccess,
  }),
  clients: map(client, {
    description:
      "What connects to the network, by name; each gets a security group that reaches only what it asks for.",
    default: {},
  }),
  endpointActions: map(
    set(
      str({
        description: "An IAM action.",
        pattern: "^[a-z0-9-]+:[A-Za-z0-9]+$",
        patternSays: "an exact action such as secretsmanager:GetSecretValue, without wildcards",
      }),
      { description: "IAM actions." },
    ),
    {
      description:
        "IAM actions that pass through a service's interface endpoint beside those known here, by service.",
      default: {},
    },
  ),
  flowLogs: bool({ description: "Whether the VPC's traffic is logged to CloudWatch Logs.", default: true }),
  flowLogRetentionDays: int({
    description: "Days for which flow logs are kept.",
    default: 365,
    oneOf: logRetentionDays,
  }),
  kmsKeyArn: str({
    description:
      "KMS key that encrypts the flow logs; its policy has to allow CloudWatch Logs. Without it, CloudWatch Logs' own key does.",
    optional: true,
    pattern: "^arn:[a-z-]+:kms:",
    patternSays: "the ARN of a KMS key",
  }),
  tags: map(str({ description: "Value of the tag." }), {
    description: "Tags of every resource.",
    default: {},
  }),
} as const;

export type PrivateNetworkProps = PropsOf<typeof inputs>;

/** Names of clients stand in names of security groups. */
const clientName = /^[a-z][a-z0-9-]{0,39}$/;

export const rules = rulesOf(
  inputs,
  {
    at: "clients",
    says: "must have names of lower-case letters, digits and hyphens that begin with a letter, at most 40 characters",
    reads: ["clients"],
    holds: ({ clients }) => Object.keys(clients).every((name) => clientName.test(name)),
    condition: `alltrue([for name in keys(var.clients) : can(regex("${clientName.source}", name))])`,
  },
  {
    at: "clients",
    says: 'must not ask for internet while {internet} is "none": set {internet} to single-nat or ha-nat, or do without',
    reads: ["clients[].internet", "internet"],
    holds: ({ clients, internet }) =>
      internet !== "none" || Object.values(clients).every((client) => !client.internet),
    condition: `var.internet != "none" || alltrue([for client in values(var.clients) : !client.internet])`,
  },
  {
    at: "clients",
    says: `must ask for services among ${knownServices.join(", ")}, or those that {endpointActions} has an entry for`,
    reads: ["clients[].services", "endpointActions"],
    holds: ({ clients, endpointActions }) =>
      Object.values(clients).every(({ services }) =>
        services.every((service) => knownServices.includes(service) || service in endpointActions),
      ),
    condition:
      `alltrue([for service in flatten([for client in values(var.clients) : tolist(client.services)]) : ` +
      `contains(concat(${hclLiteral(knownServices)}, keys(var.endpoint_actions)), service)])`,
  },
);
