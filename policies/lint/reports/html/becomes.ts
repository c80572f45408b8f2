import { reachGraph, type ReachEdge, type ReachNode } from "../../model/reach";
import type { Model } from "../../model/types";
import type { Graph, GraphEdge, GraphNode } from "./graph";

/** Who can become whom in what was read: everybody who can become somebody, or whom somebody can become. */
export function becomesGraph(model: Model): Graph {
  const { nodes, edges } = reachGraph(model);
  const leading = new Set(edges.map(({ from }) => from));
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  // Nearly every role is some service's: that is worth an arrow where the way goes on from there.
  const telling = edges.filter(({ from, to }) => kinds.get(from) !== "service" || leading.has(to));
  const connected = new Set(telling.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => connected.has(id)).map(toNode), edges: merge(telling) };
}

function toNode({ id, label, kind }: ReachNode): GraphNode {
  switch (kind) {
    case "admin":
      return { id, label, kind: "every permission", tone: "administrator" };
    case "everyone":
      return { id, label, kind: "anybody on the internet", tone: "outside" };
    case "account":
    case "service":
      return { id, label, kind, tone: kind === "account" ? "outside" : "service" };
    default:
      return { id, label, kind, tone: "principal" };
  }
}

/** One arrow from one to another, whatever ways there are. */
function merge(edges: readonly ReachEdge[]): GraphEdge[] {
  const arrows = new Map<string, { from: string; to: string; ways: string[] }>();
  for (const { from, to, how, ruleId, path } of edges) {
    const rule = [ruleId, path].filter((part) => part !== undefined).join("/");
    const way = rule === "" ? how : `${how} (${rule})`;
    const key = JSON.stringify([from, to]);
    const arrow = arrows.get(key);
    if (arrow === undefined) arrows.set(key, { from, to, ways: [way] });
    else if (!arrow.ways.includes(way)) arrow.ways.push(way);
  }
  return [...arrows.values()];
}
