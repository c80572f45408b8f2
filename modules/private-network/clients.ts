/** What connects to a network: one security group each, which reaches only what the client asked for. */
import type { Construct } from "constructs";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { accept } from "../shared/accept";
import { eachEntry, type Collection, type Element } from "../shared/expressions";
import { InputError, isExpression, read, toTerraform, type Flag } from "../shared/inputs";
import type { NetworkNeeds } from "../shared/network-client";
import { Lazy, ref, TerraformLocal, Token, type IResolvable, type TerraformResource } from "../shared/tf";
import { inputs, rules } from "./inputs";

const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
const ANY_PORT = { ipProtocol: "-1" };

/** AWS keeps network interfaces of functions and jobs up to 45 minutes after their owner is gone. */
const GROUP_DELETE_TIMEOUT = "60m";

/** The clients of one network: those of its input, and those that connect until synthesis. */
export class Clients {
  private readonly connected = new Map<string, unknown>();
  private readonly local: TerraformLocal;

  /** @param given the input `clients`, which may be a Terraform expression */
  constructor(
    private readonly scope: Construct,
    private readonly given: object,
    private readonly network: { internet: string; endpointActions?: object },
  ) {
    const all = isExpression(given) ? toTerraform(given) : Lazy.anyValue({ produce: () => this.plain() });
    this.local = new TerraformLocal(scope, "clients", all);
  }

  add(name: string, needs: NetworkNeeds): void {
    const where = `${this.scope.node.path}: connect("${name}")`;
    if (isExpression(this.given))
      throw new Error(
        `${where}: clients is a Terraform expression here, so that nothing can be added to it.`,
      );
    if (this.connected.has(name) || name in this.given)
      throw new InputError(where, [`name is taken; each client of a network has its own.`]);
    const { internet, endpointActions } = this.network;
    const props = { name: "network", internet, endpointActions, clients: { [name]: needs } };
    const { clients } = read({ inputs, rules }, props, where);
    this.connected.set(name, (clients as Record<string, unknown>)[name]);
  }

  /** The set of all clients' services, as one expression. */
  services(): string[] {
    const text = `flatten([for client in values(${this.text}) : tolist(client.services)])`;
    return Token.asList(ref(text));
  }

  /** The clients for which a condition on `client` holds, or all of them, as a map for `for_each`. */
  where(condition?: string): IResolvable {
    if (condition === undefined) return ref(this.text);
    return ref(`{ for name, client in ${this.text} : name => client if ${condition} }`);
  }

  /** Whether a condition on `client` holds for any client. */
  some(condition: string): Flag {
    return ref(`anytrue([for client in values(${this.text}) : ${condition}])`);
  }

  private get text(): string {
    return `local.${this.local.friendlyUniqueId}`;
  }

  private plain(): unknown {
    return toTerraform({ ...this.given, ...Object.fromEntries(this.connected) }, inputs.clients);
  }
}

/** One resource for each of these clients. */
const forClients = <R extends TerraformResource>(
  clients: Clients,
  condition: string | undefined,
  make: (client: Element<unknown>) => R,
): Collection<R> => eachEntry(clients.where(condition), inputs.clients.of, make);

export interface Destinations {
  readonly vpcId: string;
  /** The security group of the interface endpoints. */
  readonly endpointsGroupId: string;
  readonly s3PrefixListId: string;
}

/** One security group for each client, and its rules. Nothing comes in, but from the client itself when it is distributed. */
export function makeClientGroups(
  scope: Construct,
  clients: Clients,
  to: Destinations,
  named: (suffix: string) => Record<string, string>,
  name: string,
): Collection<SecurityGroup> {
  const groups = forClients(clients, undefined, ({ forEach, key }) => {
    const group = new SecurityGroup(scope, "client", {
      forEach,
      name: `${name}-${key}`,
      description: `What ${key} reaches from ${name}`,
      vpcId: to.vpcId,
      tags: named(key),
      timeouts: { delete: GROUP_DELETE_TIMEOUT },
    });
    accept(
      group,
      "CKV2_AWS_5",
      "What it is attached to is in other stacks: the network owns the groups, because AWS keeps network interfaces longer than their owners.",
    );
    return group;
  });
  const securityGroupId = groups.sameKey("id");

  const asksForServices = "length(client.services) > 0";
  forClients(clients, asksForServices, ({ forEach }) => {
    return new VpcSecurityGroupEgressRule(scope, "client_to_endpoints", {
      ...{ forEach, securityGroupId, ...HTTPS },
      referencedSecurityGroupId: to.endpointsGroupId,
      description: "AWS services through interface endpoints",
    });
  });
  forClients(clients, asksForServices, ({ forEach, key }) => {
    return new VpcSecurityGroupIngressRule(scope, "endpoints_from_client", {
      ...{ forEach, securityGroupId: to.endpointsGroupId, ...HTTPS },
      referencedSecurityGroupId: securityGroupId,
      description: `Requests of ${key}`,
    });
  });
  forClients(clients, undefined, ({ forEach }) => {
    return new VpcSecurityGroupEgressRule(scope, "client_to_s3", {
      ...{ forEach, securityGroupId, ...HTTPS },
      prefixListId: to.s3PrefixListId,
      description: "S3 through the gateway endpoint",
    });
  });
  forClients(clients, "client.internet", ({ forEach }) => {
    return new VpcSecurityGroupEgressRule(scope, "client_to_internet", {
      ...{ forEach, securityGroupId, ...HTTPS },
      cidrIpv4: "0.0.0.0/0",
      description: "https to anywhere",
    });
  });
  forClients(clients, "client.distributed", ({ forEach }) => {
    return new VpcSecurityGroupEgressRule(scope, "client_to_itself", {
      ...{ forEach, securityGroupId, ...ANY_PORT },
      referencedSecurityGroupId: securityGroupId,
      description: "To the other hosts of this client",
    });
  });
  forClients(clients, "client.distributed", ({ forEach }) => {
    return new VpcSecurityGroupIngressRule(scope, "client_from_itself", {
      ...{ forEach, securityGroupId, ...ANY_PORT },
      referencedSecurityGroupId: securityGroupId,
      description: "From the other hosts of this client",
    });
  });
  return groups;
}
