import type { Graph, GraphNode } from "./graph";

export const nodeHeight = 44;
const layerGap = 96;
const nodeGap = 18;
const margin = 12;
const characterWidth = 7.9;
const longestLabel = 34;

export interface PlacedNode extends GraphNode {
  readonly layer: number;
  /** The label, shortened in the middle where it is long. */
  readonly shown: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly width: number;
  readonly height: number;
}

/** Layers from left to right, so that most arrows point to the right; inside a layer, near what a node is connected to. */
export function layOut(graph: Graph): Layout {
  const layers = sortLayers(group(graph), graph);
  const widths = layers.map((layer) => Math.max(...layer.map((node) => widthOf(shorten(node.label)))));
  const heights = layers.map((layer) => layer.length * (nodeHeight + nodeGap) - nodeGap);
  const height = Math.max(0, ...heights);
  let x = margin;
  const nodes = layers.flatMap((layer, index) => {
    const width = widths[index] ?? 0;
    const top = margin + (height - (heights[index] ?? 0)) / 2;
    const placed = layer.map((node, row) => ({
      ...node,
      layer: index,
      shown: shorten(node.label),
      x,
      y: top + row * (nodeHeight + nodeGap),
      width,
    }));
    x += width + layerGap;
    return placed;
  });
  return { nodes, width: Math.max(0, x - layerGap) + margin, height: height + 2 * margin };
}

function shorten(label: string): string {
  if (label.length <= longestLabel) return label;
  const half = (longestLabel - 1) / 2;
  return `${label.slice(0, Math.ceil(half))}…${label.slice(-Math.floor(half))}`;
}

function widthOf(label: string): number {
  return Math.max(90, Math.ceil(label.length * characterWidth) + 28);
}

/** Every node one layer after the last of those that lead to it; arrows that close a circle do not count. */
function group({ nodes, edges }: Graph): GraphNode[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const order = topologicalOrder(
    nodes.map(({ id }) => id),
    targets,
  );
  const rank = new Map(order.map((id, index) => [id, index]));
  const layerOf = new Map<string, number>();
  for (const id of order) {
    const own = layerOf.get(id) ?? 0;
    layerOf.set(id, own);
    for (const target of targets.get(id) ?? []) {
      const forward = (rank.get(target) ?? 0) > (rank.get(id) ?? 0);
      if (forward) layerOf.set(target, Math.max(layerOf.get(target) ?? 0, own + 1));
    }
  }
  const layers: GraphNode[][] = [];
  for (const node of nodes) (layers[layerOf.get(node.id) ?? 0] ??= []).push(node);
  return layers;
}

/** Depth first with a stack of its own: chains may be long. */
function topologicalOrder(ids: readonly string[], targets: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const root of ids) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ id: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = targets.get(top.id)?.[top.next++];
      if (target === undefined) {
        finished.push(top.id);
        stack.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        stack.push({ id: target, next: 0 });
      }
    }
  }
  return finished.reverse();
}

/** Some rounds of moving each node to the mean place of its neighbours. */
function sortLayers(layers: readonly GraphNode[][], { edges }: Graph): GraphNode[][] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  let sorted = layers.map((layer) => [...layer].sort((a, b) => (a.label < b.label ? -1 : 1)));
  for (let round = 0; round < 6; round++) {
    const place = new Map(
      sorted.flatMap((layer) => layer.map(({ id }, row) => [id, row - layer.length / 2] as const)),
    );
    const mean = ({ id }: GraphNode) => {
      const rows = (neighbours.get(id) ?? []).map((other) => place.get(other) ?? 0);
      return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    };
    sorted = sorted.map((layer) => [...layer].sort((a, b) => mean(a) - mean(b)));
  }
  return sorted;
}
