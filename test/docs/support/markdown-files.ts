/** The repository's Markdown files, and what is in them. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export const root = path.resolve(__dirname, "../../..");

/** Those that git knows or would take up; generated Terraform modules too. Paths from the root. */
export function markdownFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"];
  const listed = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const names = listed.status === 0 ? listed.stdout.split("\0").filter(Boolean) : walk("");
  return names.filter((name) => fs.existsSync(path.join(root, name))).sort();
}

/** Where there is no git: everything but what is built or installed. */
function walk(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", ".git", "out", "dist", "cdktf.out", "coverage"].includes(entry.name)) return [];
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return walk(name);
    return name.endsWith(".md") ? [name] : [];
  });
}

export const read = (name: string): string => fs.readFileSync(path.join(root, name), "utf8");

export interface CodeBlock {
  file: string;
  /** Of the line with the opening fence, from 1. */
  line: number;
  language: string;
  text: string;
}

const FENCE = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```/gm;

/** Fenced blocks; what is indented in a list stands at the margin here. */
export function codeBlocks(file: string, text = read(file)): CodeBlock[] {
  return [...text.matchAll(FENCE)].map(({ index, 1: indent = "", 2: language = "", 3: body = "" }) => ({
    file,
    line: text.slice(0, index).split("\n").length,
    language,
    text: body.replace(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The text without fenced blocks and code in lines, where brackets are no links. */
export const withoutCode = (text: string): string => text.replace(FENCE, "").replace(/`[^`\n]*`/g, "");

/** What stands in fenced blocks and between backticks. */
export const codeIn = (text: string): string[] => [
  ...codeBlocks("", text).map((block) => block.text),
  ...[...text.replace(FENCE, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code),
];
