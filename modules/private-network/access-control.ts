/**
 * Network ACLs. They know no connections: each direction of a flow needs its own rule, and answers go to whatever port the
 * asking side had chosen. `test/modules/private-network/flows.test.ts` sends each flow through them.
 *
 * What AWS itself answers inside a VPC (DNS, DHCP, instance metadata, time) passes no ACL and needs no rule.
 */
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { accept } from "../shared/accept";
import { one, when } from "../shared/expressions";
import type { Flag } from "../shared/inputs";
import type { Clients } from "./clients";
import type { Context } from "./context";
import type { WayOut } from "./internet";
import type { AddressPlan, PrivateSubnets } from "./subnets";

const ANYWHERE = "0.0.0.0/0";
const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };
/** Linux asks from 32768-60999, NAT gateways and Lambda from 1024-65535. Source: VPC user guide, ephemeral ports. */
const ANSWERS = { protocol: "tcp", fromPort: 1024, toPort: 65535 };
const EVERYTHING = { protocol: "-1" };
/** "Fragmentation needed": without it, large packets vanish where a path takes smaller ones. Source: EC2 user guide, path MTU discovery. */
const PATH_MTU = { protocol: "icmp", icmpType: 3, icmpCode: 4 };

interface Rule {
  readonly number: number;
  readonly from?: string;
  readonly to?: string;
  readonly what: {
    protocol: string;
    fromPort?: number;
    toPort?: number;
    icmpType?: number;
    icmpCode?: number;
  };
  readonly action?: "allow" | "deny";
  /** Left out: always. */
  readonly only?: Flag;
}

/** The private subnets': https to endpoints, S3 and (through NAT) the internet; each other's traffic for distributed clients. */
export function protectPrivateSubnets(
  context: Context,
  vpc: Vpc,
  addresses: AddressPlan,
  { subnets }: PrivateSubnets,
  clients: Clients,
): void {
  const { scope, p, named } = context;
  const acl = new NetworkAcl(scope, "private_acl", {
    vpcId: vpc.id,
    subnetIds: subnets.all("id"),
    tags: named("private"),
  });
  const within = addresses.privateRange;
  const isDistributed = clients.some("client.distributed");
  addRules(context, "private", acl, {
    https_in: { number: 100, from: within, what: HTTPS },
    answers_in: { number: 110, from: within, what: ANSWERS },
    distributed_in: { number: 120, from: within, what: EVERYTHING, only: isDistributed },
    // Before the answers of S3 and the internet, which come from any address.
    other_subnets_in: { number: 200, from: p.cidrBlock, what: EVERYTHING, action: "deny" },
    outside_answers_in: { number: 300, from: ANYWHERE, what: ANSWERS },
    path_mtu_in: { number: 310, from: ANYWHERE, what: PATH_MTU },

    https_out: { number: 100, to: within, what: HTTPS },
    answers_out: { number: 110, to: within, what: ANSWERS },
    distributed_out: { number: 120, to: within, what: EVERYTHING, only: isDistributed },
    other_subnets_out: { number: 200, to: p.cidrBlock, what: EVERYTHING, action: "deny" },
    outside_https_out: { number: 300, to: ANYWHERE, what: HTTPS },
  });
}

/** The public subnets': https of the private subnets, out by the NAT gateways and back. */
export function protectPublicSubnets(
  context: Context,
  vpc: Vpc,
  addresses: AddressPlan,
  wayOut: WayOut | undefined,
): void {
  if (!wayOut) return;
  const { scope, named } = context;
  const { publicSubnets, count } = wayOut;
  const acl = new NetworkAcl(scope, "public_acl", {
    count,
    vpcId: vpc.id,
    subnetIds: publicSubnets.all("id"),
    tags: named("public"),
  });
  const within = addresses.privateRange;
  addRules(context, "public", acl, {
    https_in: { number: 100, from: within, what: HTTPS },
    outside_answers_in: { number: 300, from: ANYWHERE, what: ANSWERS },
    path_mtu_in: { number: 310, from: ANYWHERE, what: PATH_MTU },

    answers_out: { number: 100, to: within, what: ANSWERS },
    path_mtu_out: { number: 110, to: within, what: PATH_MTU },
    outside_https_out: { number: 300, to: ANYWHERE, what: HTTPS },
  });
}

function addRules(
  { scope }: Context,
  subnets: "private" | "public",
  acl: NetworkAcl,
  rules: Record<string, Rule>,
): void {
  for (const [id, rule] of Object.entries(rules)) {
    when(rule.only ?? true, (count) => {
      const made = new NetworkAclRule(scope, `${subnets}_${id}`, {
        count: count ?? acl.count,
        networkAclId: one(acl, "id") as string,
        ruleNumber: rule.number,
        egress: rule.to !== undefined,
        cidrBlock: rule.to ?? rule.from,
        ruleAction: rule.action ?? "allow",
        ...rule.what,
      });
      acceptFindings(made, rule);
    });
  }
}

function acceptFindings(made: NetworkAclRule, rule: Rule): void {
  const reasons = {
    answers:
      "Answers come to any port from 1024 up, 3389 among them. No route leads in from the internet except to NAT gateways, " +
      "which drop what is no answer, and no security group lets anything in from outside.",
    distributed:
      "Hosts of distributed training talk on ports of their choice; their security group lets in only themselves.",
    deny: "This rule denies all ports; the check does not look at the action.",
    icmp: "ICMP has no ports; the rule allows one type and code of it.",
  };
  if (rule.from === ANYWHERE && rule.what === ANSWERS) accept(made, "CKV_AWS_231", reasons.answers);
  if (rule.from === undefined || rule.what.fromPort !== undefined) return;
  if (rule.what === PATH_MTU) accept(made, "CKV_AWS_352", reasons.icmp);
  else accept(made, "CKV_AWS_352", rule.action === "deny" ? reasons.deny : reasons.distributed);
}
