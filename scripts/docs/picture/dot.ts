/** The graph in Graphviz's language. Colours are given outright and the ground is painted: pages may be light or dark. */
import type { ModuleNode, PlatformGraph } from "./graph";
import { mainTypes } from "./main-types";

/** Graphviz knows its widths. What a machine without it draws instead is as wide, or narrower. */
export const FONT = "Verdana";
const INK = "#1f2933";
const FAINT = "#52606d";
const GROUND = "#ffffff";

/** Fill and line of each stack's box, in the order of the stacks. */
const STACK_COLOURS = [
  ["#eaf2fb", "#7aa7d9"],
  ["#fdf3e1", "#dba84a"],
  ["#e9f6ec", "#6fb583"],
  ["#f5ecf7", "#b186c1"],
] as const;

/** @param caption lines below the drawing */
export function dotOf(graph: PlatformGraph, caption: readonly string[]): string {
  const clusters = graph.stacks.map((stack, i) =>
    cluster(
      stack,
      graph.modules.filter((module) => module.stack === stack),
      STACK_COLOURS[i % STACK_COLOURS.length] ?? STACK_COLOURS[0],
    ),
  );
  const stackOf = (id: string) => graph.modules.find((module) => module.id === id)?.stack;
  const edges = graph.edges.map(({ from, to, by }) => {
    const attributes = [
      // Modules of one stack stand below each other.
      ...(stackOf(from) === stackOf(to) ? ["constraint=false"] : []),
      ...(by === "parameter" ? ["style=dashed", 'color="#b45309"', "penwidth=1.4"] : []),
    ];
    return `  ${quote(from)} -> ${quote(to)}${attributes.length ? ` [${attributes.join(", ")}]` : ""};`;
  });
  return [
    "digraph platform {",
    `  graph [rankdir=LR, nodesep=0.22, ranksep=0.42, pad=0.25, bgcolor="${GROUND}",`,
    `    fontname="${FONT}", fontcolor="${FAINT}", fontsize=11, labelloc=b, labeljust=l,
    label=<${caption.map(escape).join('<br align="left"/>')}<br align="left"/>>];`,
    `  node [shape=box, style="filled,rounded", fillcolor="${GROUND}", color="${FAINT}", fontcolor="${INK}",`,
    `    fontname="${FONT}", fontsize=13, margin="0.12,0.09"];`,
    `  edge [color="#829ab1", arrowsize=0.7];`,
    ...clusters,
    ...edges,
    "}",
    "",
  ].join("\n");
}

function cluster(
  stack: string,
  modules: readonly ModuleNode[],
  [fill, line]: readonly [string, string],
): string {
  return [
    `  subgraph ${quote(`cluster_${stack}`)} {`,
    `    graph [style="filled,rounded", fillcolor="${fill}", color="${line}", fontcolor="${INK}", fontsize=14,`,
    `      labelloc=t, labeljust=l, margin=14, label=<<b>${escape(stack)}</b>>];`,
    ...modules.map((module) => `    ${quote(module.id)} [label=<${label(module)}>];`),
    "  }",
  ].join("\n");
}

function label({ kind, name, resources }: ModuleNode): string {
  const count = [...resources.values()].reduce((sum, each) => sum + each, 0);
  const small = (text: string) => `<font point-size="11" color="${FAINT}">${escape(text)}</font>`;
  const own = ownName(kind, name);
  const lines = [
    own && `“${own}”`,
    ...mainTypes(resources),
    `${count} ${count === 1 ? "resource" : "resources"}`,
  ];
  return [`<b>${escape(kind)}</b>`, ...lines.filter(Boolean).map(small)].join("<br/>");
}

/** What tells several constructs of one module apart: `main` of an inference-endpoint that is called `endpoint-main`. */
function ownName(kind: string, name: string): string {
  const words = kind.split("-");
  return words.includes(name) ? "" : name.replace(new RegExp(`^${words.at(-1)}-`), "");
}

const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const quote = (text: string) => JSON.stringify(text);
