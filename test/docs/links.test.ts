import * as fs from "node:fs";
import * as path from "node:path";
import { markdownFiles, read, root, withoutCode } from "./support/markdown-files";

/** Targets of links and pictures, those of `[text]: target` lines included. */
const linksIn = (text: string): string[] => [
  ...[...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target),
  ...[...withoutCode(text).matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)].map(([, target = ""]) => target),
];

/** As GitHub makes them of headings. */
const anchorsIn = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ +(.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** What is wrong with a link, or undefined. */
function problemWith(target: string, file: string): string | undefined {
  if (/^(https?|mailto):/.test(target)) return undefined;
  const [place = "", anchor] = target.split("#");
  const full = place
    ? path.resolve(root, path.dirname(file), decodeURIComponent(place))
    : path.join(root, file);
  if (path.relative(root, full).startsWith("..")) return `${target} leads out of the repository`;
  if (!fs.existsSync(full)) return `${target} leads nowhere`;
  if (anchor === undefined || path.extname(full) !== ".md") return undefined;
  return anchorsIn(fs.readFileSync(full, "utf8")).includes(anchor) ? undefined : `${target} names no heading`;
}

const files = markdownFiles();

it("looks at the README, at every module and at the guides", () => {
  expect(files).toEqual(
    expect.arrayContaining(["README.md", "docs/deploying.md", "modules/private-network/README.md"]),
  );
  expect(linksIn(read("README.md")).length).toBeGreaterThan(20);
});

it.each(files)("has no link in %s that leads nowhere", (file) => {
  expect(linksIn(read(file)).flatMap((target) => problemWith(target, file) ?? [])).toEqual([]);
});

it("finds a file that is missing, a heading that is missing, and a way out of the repository", () => {
  expect(problemWith("nope.md", "README.md")).toBe("nope.md leads nowhere");
  expect(problemWith("#nope", "README.md")).toBe("#nope names no heading");
  expect(problemWith("docs/security.md#nope", "README.md")).toBe("docs/security.md#nope names no heading");
  expect(problemWith("../elsewhere", "README.md")).toBe("../elsewhere leads out of the repository");
  expect(problemWith("#licence", "README.md")).toBeUndefined();
});

it("has every decision in the list of decisions", () => {
  const pages = fs.readdirSync(path.join(root, "docs/decisions")).filter((name) => /^\d{4}-/.test(name));
  expect(pages.length).toBeGreaterThan(5);
  expect(linksIn(read("docs/decisions/README.md")).sort()).toEqual(pages.sort());
});
