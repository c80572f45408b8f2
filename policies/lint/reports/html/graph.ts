/** Who can become whom, as the page draws it. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** What it is, shown below the label: `role`, `user`, `administrator`. */
  readonly kind: string;
  /** Whether reaching it means to have every permission. */
  readonly administrator: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** How: the ways in words. */
  readonly ways: readonly string[];
}
