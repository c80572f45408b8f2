/** Inputs that both doors take, and inputs that both refuse. */
import type { PrivateNetworkProps } from "../../../modules/private-network";

export const goodCases: Record<string, PrivateNetworkProps> = {
  minimal: { name: "minimal" },
  full: {
    name: "full",
    cidrBlock: "172.20.0.0/18",
    availabilityZoneCount: 2,
    gpuInstanceTypes: ["g4dn.xlarge", "g5.xlarge"],
    internet: "single-nat",
    clients: {
      training: { services: ["logs", "sts", "kms"], distributed: true },
      notebook: { services: ["sagemaker.api", "notebook", "logs"] },
      function: { services: ["sagemaker.runtime", "secretsmanager"], internet: true },
      archive: { services: [] },
    },
    endpointActions: { secretsmanager: ["secretsmanager:GetSecretValue"], logs: ["logs:GetLogEvents"] },
    flowLogRetentionDays: 30,
    kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    tags: { CostCentre: "vision" },
  },
  bare: {
    name: "bare",
    cidrBlock: "10.1.16.0/20",
    availabilityZoneCount: 3,
    internet: "ha-nat",
    flowLogs: false,
    clients: { function: { services: ["sagemaker.runtime"], internet: true } },
  },
};

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  { title: "a name with an underscore", props: { name: "my_network" }, message: /name must be lower-case/ },
  { title: "a name that is too long", props: { name: "n".repeat(41) }, message: /name must have at most 40/ },
  {
    title: "a range that is too small",
    props: { name: "net", cidrBlock: "10.0.0.0/21" },
    message: /cidr_?[bB]lock must be an IPv4 range between \/16 and \/20/,
  },
  {
    title: "a range with an impossible number",
    props: { name: "net", cidrBlock: "10.300.0.0/16" },
    message: /cidr_?[bB]lock must be an IPv4 range/,
  },
  {
    title: "a single zone",
    props: { name: "net", availabilityZoneCount: 1 },
    message: /availability_?[zZ]one_?[cC]ount must be between 2 and 6/,
  },
  {
    title: "a way to the internet that does not exist",
    props: { name: "net", internet: "nat" },
    message: /internet must be one of none, single-nat, ha-nat/,
  },
  {
    title: "SageMaker's spelling of an instance type",
    props: { name: "net", gpuInstanceTypes: ["ml.g4dn.xlarge"] },
    message: /gpu_?[iI]nstance_?[tT]ypes.* must be an EC2 instance type/,
  },
  {
    title: "a client that asks for internet where there is none",
    props: { name: "net", clients: { function: { services: ["logs"], internet: true } } },
    message:
      /clients must not ask for internet while internet is "none": set internet to single-nat or ha-nat/,
  },
  {
    title: "a service that no policy is known for",
    props: { name: "net", clients: { function: { services: ["secretsmanager"] } } },
    message: /clients must ask for services among .*endpoint_?[aA]ctions has an entry for/,
  },
  {
    title: "a client's name that no security group could have",
    props: { name: "net", clients: { "my function": { services: ["logs"] } } },
    message: /clients must have names of lower-case letters/,
  },
  {
    title: "a wildcard among the actions of an endpoint",
    props: { name: "net", endpointActions: { logs: ["logs:*"] } },
    message: /endpoint_?[aA]ctions.* must be an exact action/,
  },
  {
    title: "a retention that CloudWatch Logs does not know",
    props: { name: "net", flowLogRetentionDays: 31 },
    message: /flow_?[lL]og_?[rR]etention_?[dD]ays must be one of 1, 3, 5/,
  },
  {
    title: "an id in place of a key's ARN",
    props: { name: "net", kmsKeyArn: "1234abcd-12ab-34cd-56ef-1234567890ab" },
    message: /kms_?[kK]ey_?[aA]rn must be the ARN of a KMS key/,
  },
];
