import { escapeHtml } from "./escape";
import type { Graph, GraphEdge, GraphNode } from "./graph";
import { layOut, nodeHeight, type PlacedNode } from "./layout";

/** More than this nobody reads in a picture; the list below it holds all. */
const mostNodes = 80;

/** The section of the page that shows who can become whom: a picture, and a list for those who cannot see it. */
export function drawGraph(graph: Graph): string {
  if (graph.edges.length === 0)
    return `<p class="quiet">Nobody was seen who can become somebody else with more permissions.</p>`;
  const drawn = cut(graph);
  const left = graph.nodes.length - drawn.nodes.length;
  const note =
    left === 0
      ? ""
      : `<p class="quiet">${left} more principals are left out of the picture; the list has all.</p>`;
  return `<div class="picture" tabindex="0" role="group" aria-label="Graph, scrolls sideways">${svg(drawn)}</div>
${note}${list(graph)}`;
}

function cut(graph: Graph): Graph {
  if (graph.nodes.length <= mostNodes) return graph;
  const degree = new Map<string, number>();
  for (const { from, to } of graph.edges)
    for (const id of [from, to]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const weight = ({ id, tone }: GraphNode) =>
    (tone === "administrator" ? Infinity : 0) + (degree.get(id) ?? 0);
  const nodes = [...graph.nodes].sort((a, b) => weight(b) - weight(a)).slice(0, mostNodes);
  const kept = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

function svg(graph: Graph): string {
  const { nodes, width, height } = layOut(graph);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = graph.edges.filter((edge) => isBackward(edge, byId)).length > 0 ? 24 : 0;
  const total = Math.ceil(height + below);
  return `<svg viewBox="0 0 ${Math.ceil(width)} ${total}" width="${Math.ceil(width)}" height="${total}" role="img" aria-label="Who can become whom: ${graph.nodes.length} principals, ${graph.edges.length} ways">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
<g class="edges">
${graph.edges.map((edge) => drawEdge(edge, byId)).join("\n")}
</g>
<g class="nodes">
${nodes.map(drawNode).join("\n")}
</g>
</svg>`;
}

function isBackward({ from, to }: GraphEdge, byId: ReadonlyMap<string, PlacedNode>): boolean {
  return (byId.get(to)?.layer ?? 0) <= (byId.get(from)?.layer ?? 0);
}

function drawEdge(edge: GraphEdge, byId: ReadonlyMap<string, PlacedNode>): string {
  const from = byId.get(edge.from);
  const to = byId.get(edge.to);
  if (from === undefined || to === undefined) return "";
  const title = `<title>${escapeHtml(`${from.label} → ${to.label}\n`)}${edge.ways.map(escapeHtml).join("\n")}</title>`;
  return `<path d="${isBackward(edge, byId) ? arc(from, to) : curve(from, to)}" marker-end="url(#arrow)">${title}</path>`;
}

function curve(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + from.width, from.y + nodeHeight / 2];
  const [x2, y2] = [to.x - 2, to.y + nodeHeight / 2];
  const bend = Math.max(32, (x2 - x1) / 2);
  return `M${round(x1)} ${round(y1)} C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}`;
}

/** Back, or inside a layer: below the nodes. */
function arc(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + from.width * 0.6, from.y + nodeHeight];
  const [x2, y2] = [to.x + to.width * 0.4, to.y + nodeHeight + 2];
  const depth = Math.max(y1, y2) + 40;
  return `M${round(x1)} ${round(y1)} C${round(x1)} ${round(depth)} ${round(x2)} ${round(depth)} ${round(x2)} ${round(y2)}`;
}

function drawNode({ x, y, width, shown, label, kind, tone }: PlacedNode): string {
  return `<g class="node ${tone}" transform="translate(${round(x)} ${round(y)})"><title>${escapeHtml(label)}</title><rect width="${width}" height="${nodeHeight}" rx="9"/><text x="14" y="19">${escapeHtml(shown)}</text><text class="kind" x="14" y="34">${escapeHtml(kind)}</text></g>`;
}

function list({ nodes, edges }: Graph): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const label = (id: string) => escapeHtml(labels.get(id) ?? id);
  const items = edges.map(
    ({ from, to, ways }) =>
      `<li><code>${label(from)}</code> can become <code>${label(to)}</code><ul>${ways.map((way) => `<li>${escapeHtml(way)}</li>`).join("")}</ul></li>`,
  );
  return `<details class="ways"><summary>All ${edges.length} as a list</summary><ul>${items.join("")}</ul></details>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
