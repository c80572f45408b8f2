import { spawnSync } from "node:child_process";
import * as path from "node:path";

/** What AWS's own service models say about a shape or a member. */
export interface Shape {
  type?: string;
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  documentation: string;
}

/**
 * Shapes of AWS's service models (botocore, from the `test` environment of Python), by `service/Shape` or `service/Shape.Member`.
 * @throws when one does not exist
 */
export function botocoreShapes(names: readonly string[]): Record<string, Shape> {
  const root = path.resolve(__dirname, "../..");
  const python = run(process.execPath, [path.join(root, "scripts/venv.mjs"), "test"]).trim();
  const script = path.join(__dirname, "botocore_shapes.py");
  const shapes = JSON.parse(run(python, [script, ...names])) as Record<string, Shape | null>;
  const missing = names.filter((name) => !shapes[name]);
  if (missing.length) throw new Error(`botocore's models have no ${missing.join(", ")}.`);
  return shapes as Record<string, Shape>;
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
  return stdout;
}
