/** The synthesized stacks, in the order of their dependencies, and what Terraform does with them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { must, run } from "./processes";

export interface Stack {
  name: string;
  folder: string;
}

interface Manifest {
  stacks: Record<string, { name: string; workingDirectory: string; dependencies: string[] }>;
}

/** Those before a stack are the ones it reads from. */
export function stacksInOrder(cdktfOut: string): Stack[] {
  const { stacks } = JSON.parse(fs.readFileSync(path.join(cdktfOut, "manifest.json"), "utf8")) as Manifest;
  const ordered: Stack[] = [];
  const visit = (name: string): void => {
    const stack = stacks[name];
    if (!stack || ordered.some((done) => done.name === name)) return;
    stack.dependencies.forEach(visit);
    ordered.push({ name, folder: path.join(cdktfOut, stack.workingDirectory) });
  };
  Object.keys(stacks).forEach(visit);
  return ordered;
}

const terraform = (stack: Stack, ...args: string[]) => must("terraform", [`-chdir=${stack.folder}`, ...args]);

/** Initializes, plans and applies one stack. @returns the number of resources made */
export async function deploy(stack: Stack): Promise<number> {
  await terraform(stack, "init", "-input=false", "-no-color");
  await terraform(stack, "plan", "-input=false", "-no-color", "-out=plan");
  const output = await terraform(stack, "apply", "-input=false", "-no-color", "plan");
  return Number(/(\d+) added/.exec(output)?.[1] ?? 0);
}

/** @throws when a second plan would change anything */
export async function requireNoChanges(stack: Stack): Promise<void> {
  const args = [`-chdir=${stack.folder}`, "plan", "-input=false", "-no-color", "-detailed-exitcode"];
  const { exitCode, output } = await run("terraform", args);
  if (exitCode !== 0)
    throw new Error(`The second plan of ${stack.name} is not empty (exit ${exitCode}):\n${output}`);
}

/** @returns the number of resources removed */
export async function destroy(stack: Stack): Promise<number> {
  const output = await terraform(stack, "destroy", "-auto-approve", "-input=false", "-no-color");
  return Number(/(\d+) destroyed/.exec(output)?.[1] ?? 0);
}
