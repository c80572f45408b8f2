import type { Graph, GraphNode } from "../../../../../policies/lint/reports/html/graph";
import { drawGraph } from "../../../../../policies/lint/reports/html/draw-graph";
import { layOut, nodeHeight } from "../../../../../policies/lint/reports/html/layout";

const node = (id: string, label = id): GraphNode => ({ id, label, kind: "role", tone: "principal" });

function graph(...arrows: string[]): Graph {
  const edges = arrows.map((arrow) => {
    const [from = "", to = ""] = arrow.split(" ");
    return { from, to, ways: ["sts:AssumeRole"] };
  });
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { nodes: [...ids].map((id) => node(id)), edges };
}

const layers = (input: Graph) => Object.fromEntries(layOut(input).nodes.map(({ id, layer }) => [id, layer]));

test("arrows lead to the right, also past layers", () => {
  expect(layers(graph("a b", "b c", "a c"))).toEqual({ a: 0, b: 1, c: 2 });
});

test("circles are laid out too", () => {
  expect(layers(graph("a b", "b c", "c a"))).toEqual({ a: 0, b: 1, c: 2 });
});

test("no two nodes overlap, and all are inside", () => {
  const wide = graph(...Array.from({ length: 40 }, (_, index) => `n${index % 7} m${index}`));
  const { nodes, width, height } = layOut(wide);
  for (const [index, a] of nodes.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(width);
    expect(a.y + nodeHeight).toBeLessThanOrEqual(height);
    for (const b of nodes.slice(index + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + nodeHeight <= b.y || b.y + nodeHeight <= a.y;
      expect([a.id, b.id, apart]).toEqual([a.id, b.id, true]);
    }
  }
});

test("a long chain and an empty graph are no trouble", () => {
  const chain = graph(...Array.from({ length: 5000 }, (_, index) => `n${index} n${index + 1}`));
  expect(layers(chain)["n5000"]).toBe(5000);
  expect(layOut({ nodes: [], edges: [] }).nodes).toEqual([]);
});

test("long labels are shortened in the middle, up to 34 characters they are not", () => {
  const shown = (length: number) =>
    layOut({ nodes: [node("a", "x".repeat(length - 1) + "y")], edges: [] }).nodes[0]?.shown;
  expect(shown(34)).toHaveLength(34);
  expect(shown(34)).not.toContain("…");
  expect(shown(35)).toMatch(/^x{17}…x{15}y$/);
});

test("of very many principals the picture has the best connected, and the list has all", () => {
  const many = graph(...Array.from({ length: 100 }, (_, index) => `n${index} hub`));
  const drawn = drawGraph(many);
  expect(drawn.match(/class="node /g)).toHaveLength(80);
  expect(drawn).toContain("<title>hub</title>");
  expect(drawn).toContain("21 more principals are left out");
  expect(drawn.match(/<li><code>/g)).toHaveLength(100);
});
