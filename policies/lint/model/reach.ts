import { isGeneral, escalationsOf } from "./escalations";
import { isExact, namesRole, powersOf } from "./escalation-targets";
import { passRole, principalAccessActions, relevantActions, selfEscalationActions } from "./escalation-paths";
import { namedPrincipal } from "./principal-elements";
import { grantsOf } from "./subject-grants";
import { subjects, type Subject } from "./subjects";
import type { Element, Model, Principal } from "./types";
import { display } from "./value";

export interface ReachNode {
  readonly id: string;
  readonly label: string;
  readonly kind: Principal["kind"] | "service" | "account" | "everyone" | "admin";
}

/** `from` can act as `to`. */
export interface ReachEdge {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** In words, as it stands on an arrow: `assumes`, `create a function and invoke it`. */
  readonly how: string;
  /** The rule that speaks of it. */
  readonly ruleId?: string;
  /** The path's id at pathfinding.cloud. */
  readonly path?: string;
}

export interface ReachGraph {
  readonly nodes: readonly ReachNode[];
  readonly edges: readonly ReachEdge[];
}

/** Stands for every permission in the account. */
export const adminNode: ReachNode = { id: "admin", label: "everything in the account", kind: "admin" };

/** Who can become whom: by trust, by escalation paths, and by changing permissions. */
export function reachGraph(model: Model): ReachGraph {
  const graph = new GraphBuilder();
  const roles = model.principals.filter(({ kind }) => kind === "role");
  for (const principal of model.principals) graph.add(nodeOf(principal));
  for (const role of roles) addTrust(graph, role, model.principals);
  for (const subject of subjects(model)) addPowers(graph, subject, roles);
  addPaths(graph, model, roles);
  return graph.result();
}

/** From each node that reaches the administrator, the edges of a shortest way there. */
export function pathsToAdmin({ nodes, edges }: ReachGraph): ReadonlyMap<string, readonly ReachEdge[]> {
  const into = new Map<string, ReachEdge[]>();
  for (const edge of edges) into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
  const ways = new Map<string, readonly ReachEdge[]>([[adminNode.id, []]]);
  const queue = [adminNode.id];
  // Breadth first from the end, each node once: cycles come to nothing.
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const edge of into.get(at) ?? []) {
      if (ways.has(edge.from)) continue;
      ways.set(edge.from, [edge, ...(ways.get(at) ?? [])]);
      queue.push(edge.from);
    }
  }
  ways.delete(adminNode.id);
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  return new Map([...ways].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

class GraphBuilder {
  private readonly nodes = new Map<string, ReachNode>();
  private readonly edges = new Map<string, ReachEdge>();

  add(node: ReachNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    return node.id;
  }

  connect(edge: ReachEdge): void {
    if (edge.from === edge.to) return;
    const key = [edge.from, edge.to, edge.ruleId, edge.path, edge.how].join("\n");
    this.edges.set(key, edge);
  }

  result(): ReachGraph {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()] };
  }
}

function addTrust(graph: GraphBuilder, role: Principal, principals: readonly Principal[]): void {
  for (const statement of role.trust?.statements ?? []) {
    if (statement.effect !== "Allow") continue;
    const how = statement.conditional ? "assumes, under conditions" : "assumes";
    for (const element of statement.principals ?? []) {
      const node = trustedNode(element, principals);
      if (node === undefined) continue;
      graph.connect({ from: graph.add(node), to: role.resource, how });
    }
  }
}

function trustedNode(element: Element, principals: readonly Principal[]): ReachNode | undefined {
  const named = namedPrincipal(element);
  switch (named.kind) {
    case "everyone":
      return { id: "everyone", label: "everyone", kind: "everyone" };
    case "service":
      return { id: named.name, label: named.name, kind: "service" };
    case "federated":
      return { id: named.provider, label: display(named.provider), kind: "service" };
    case "account": {
      const label = `account ${named.accountId ?? "that only Terraform knows"}`;
      return { id: label, label, kind: "account" };
    }
    case "one":
      return principalNode(named.arn, principals);
    default:
      return undefined;
  }
}

function principalNode(arn: string, principals: readonly Principal[]): ReachNode {
  const [, kind, name] = /:(role|user|assumed-role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const known = principals.find((principal) => principal.kind === kind && principal.name === name);
  if (known !== undefined) return nodeOf(known);
  return { id: arn, label: display(name ?? arn), kind: kind === "user" ? "user" : "role" };
}

function nodeOf({ kind, resource, name }: Principal): ReachNode {
  return { id: resource, label: name ?? resource, kind };
}

/** What a subject can make of itself or of others by IAM and STS alone. */
function addPowers(graph: GraphBuilder, subject: Subject, roles: readonly Principal[]): void {
  const { principal } = subject;
  if (principal === null) return;
  const from = principal.resource;
  const powers = powersOf(subject);
  const toAdmin = (how: string, ruleId?: string, path?: string | null) => {
    graph.connect({
      from,
      to: graph.add(adminNode),
      how,
      ...(ruleId === undefined ? {} : { ruleId }),
      ...(path == null ? {} : { path }),
    });
  };
  if (isAdministrator(subject)) {
    toAdmin("is administrator");
    return;
  }
  for (const [action, path] of selfEscalationActions()) {
    if (powers.includes(action)) toAdmin(action, "IAM303", path);
  }
  for (const [action, path] of principalAccessActions()) {
    if (powers.includes(action) && action !== "sts:AssumeRole") toAdmin(action, "IAM304", path);
  }
  for (const role of rolesAssumed(subject, roles)) {
    graph.connect({ from, to: role.resource, how: "sts:AssumeRole", path: "sts-001" });
  }
}

function isAdministrator(subject: Subject): boolean {
  const grants = grantsOf(subject);
  return relevantActions().every((action) =>
    grants.get(action)?.some((grant) => grant.reach === "all" && isGeneral(grant)),
  );
}

/** Roles that the subject may assume and that trust a whole account or everyone; others are in the trust itself. */
function rolesAssumed(subject: Subject, roles: readonly Principal[]): Principal[] {
  const patterns = (grantsOf(subject).get("sts:AssumeRole") ?? []).flatMap(({ resources }) => resources);
  return roles.filter((role) => patterns.some((pattern) => namesRole(pattern, role)) && trustsAccounts(role));
}

function trustsAccounts({ trust }: Principal): boolean {
  const trusted = trust?.statements.flatMap(({ effect, principals = [] }) =>
    effect === "Allow" ? principals : [],
  );
  return trusted?.some((element) => ["everyone", "account"].includes(namedPrincipal(element).kind)) ?? false;
}

/** Roles that a path hands over: those it names, or all that trust the service. */
function addPaths(graph: GraphBuilder, model: Model, roles: readonly Principal[]): void {
  for (const { subject, path, grants, weight, target } of escalationsOf(model)) {
    const from = subject.principal?.resource;
    if (from === undefined || isAdministrator(subject)) continue;
    const ruleId = path.category === "new-passrole" ? "IAM305" : "IAM306";
    const edge = { from, how: path.title, ruleId, path: path.id };
    const passing = grants.find(({ action }) => action === passRole);
    const handed =
      target.kind === "more-privileged"
        ? [target.role]
        : passing === undefined
          ? []
          : roles.filter(
              (role) =>
                path.services.some((service) => role.trustedServices?.includes(service)) &&
                (passing.reach === "all" || passing.resources.some((resource) => namesRole(resource, role))),
            );
    for (const role of handed) graph.connect({ ...edge, to: role.resource });
    // Roles that are not part of the input may do anything.
    const isOpen = weight === "open" && target.kind !== "more-privileged";
    if (isOpen && !(passing?.resources.every(isExact) ?? false)) {
      graph.connect({ ...edge, to: graph.add(adminNode) });
    }
  }
}
