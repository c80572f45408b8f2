/** Who can become whom, as the page draws it. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** What it is, shown below the label: `role`, `user`, `account`. */
  readonly kind: string;
  /** How it is coloured: a principal, somebody from outside, a service, or every permission there is. */
  readonly tone: "principal" | "outside" | "service" | "administrator";
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** How: the ways in words. */
  readonly ways: readonly string[];
}
