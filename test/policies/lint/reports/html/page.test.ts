import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { formatReport, lint, readSources } from "../../../../../policies/lint";
import { openFile, startChromium, type OpenedPage } from "../../../../support/chromium";
import { allow, lambdaTrust, policy, temporaryFolder } from "../../helpers";

const folder = temporaryFolder();
const hostile = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** Errors, warnings and infos, a suppressed one, ways from one role to another, and names that try to break out. */
const resources = {
  aws_iam_role: {
    start: { name: `start${hostile}`, assume_role_policy: JSON.stringify(lambdaTrust) },
    target: { name: "target", assume_role_policy: JSON.stringify(lambdaTrust) },
  },
  aws_iam_role_policy: {
    passes: {
      role: "${aws_iam_role.start.name}",
      policy: JSON.stringify(
        policy(allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])),
      ),
    },
    all: { role: "${aws_iam_role.target.name}", policy: JSON.stringify(policy(allow("*"))) },
    speech: {
      "//": {
        "policy-lint": [{ rule: "IAM202", reason: hostile, owner: hostile, expires: "2999-12-31" }],
      },
      role: "${aws_iam_role.target.name}",
      policy: JSON.stringify(policy(allow("polly:*"))),
    },
  },
};
const files = {
  "main.tf.json": { resource: resources },
  [`${hostile.replaceAll("/", "")}.json`]: policy(
    allow(`s3:Get${hostile}*`, `arn:aws:s3:::${hostile}`),
    allow("s3:*"),
  ),
};

function page(content: Record<string, unknown>): string {
  const sources = Object.entries(content).map(([file, value]) => ({
    file,
    content: JSON.stringify(value, null, 2),
  }));
  const model = readSources(sources);
  return formatReport("html", lint(model), { model: () => model, colour: false });
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const report = write("report.html", page(files));
const empty = write("empty.html", page({ "policy.json": policy(allow("s3:GetObject", "arn:aws:s3:::b/x")) }));

let browser: Browser;
beforeAll(async () => (browser = await startChromium()));
afterAll(() => browser.close());

async function open(
  file: string,
  width = 1200,
  colorScheme: "light" | "dark" = "light",
): Promise<OpenedPage> {
  return openFile(browser, file, { viewport: { width, height: 900 }, colorScheme });
}

describe("the page", () => {
  test("says nothing on the console and asks for nothing", async () => {
    for (const file of [report, empty]) {
      const { complaints, requests } = await open(file);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    }
  });

  test("shows names as text, whatever they hold", async () => {
    const opened = await open(report);
    expect(await opened.page.title()).toMatch(/^policy-lint: \d+ errors to correct$/);
    expect(await opened.page.locator("img").count()).toBe(0);
    expect(await opened.page.locator("script").count()).toBe(1);
    expect(await opened.page.locator("main").textContent()).toContain(hostile);
  });

  test("has the totals of the report", async () => {
    const { page: opened } = await open(report);
    const tiles = await opened.locator(".totals li").allTextContents();
    const articles = async (state: string) => opened.locator(`article[data-state=${state}]`).count();
    expect(tiles.map((text) => text.trim())).toEqual([
      expect.stringMatching(new RegExp(`^${await articles("error")} errors$`)),
      expect.stringMatching(new RegExp(`^${await articles("warning")} warnings?$`)),
      `${await articles("info")} info`,
      "1 suppressed",
      "2 files",
    ]);
  });

  test("says so where nothing was found", async () => {
    const { page: opened } = await open(empty);
    expect(await opened.locator("h1").textContent()).toBe("Nothing found");
    expect(await opened.locator(".empty").isVisible()).toBe(true);
  });

  test.each(["light", "dark"] as const)("does not scroll sideways on a phone, in %s", async (scheme) => {
    for (const file of [report, empty]) {
      const { page: opened } = await open(file, 390, scheme);
      expect(await opened.evaluate("document.documentElement.scrollWidth")).toBe(390);
    }
  });

  test.each(["light", "dark"] as const)(
    "is readable in %s: text stands out from its ground",
    async (scheme) => {
      const { page: opened } = await open(report, 1200, scheme);
      await opened
        .locator("article[data-state=suppressed]")
        .first()
        .evaluate((node) => node.removeAttribute("hidden"));
      for (const selector of [
        "h1",
        ".totals .error b",
        ".badge",
        ".place",
        "summary",
        ".quiet",
        ".totals .files",
      ]) {
        expect([selector, await contrast(opened, selector)]).toEqual([selector, expect.any(Number)]);
        expect(await contrast(opened, selector)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );
});

/** As WCAG 2 counts it; 4.5 is its lowest for text. */
async function contrast(page: OpenedPage["page"], selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const view = globalThis as unknown as { getComputedStyle: (node: unknown) => Record<string, string> };
      const parse = (colour = "") => (colour.match(/[\d.]+/g) ?? []).map(Number);
      const luminance = (colour: number[]) => {
        const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map((part) => {
          const share = part / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      let ground: number[] = [];
      type Node = { parentElement: Node | null };
      for (let node: Node | null = element; node !== null; node = node.parentElement) {
        ground = parse(view.getComputedStyle(node)["backgroundColor"]);
        if (ground.length === 3 || (ground[3] ?? 0) > 0) break;
      }
      const [light = 0, dark = 0] = [
        luminance(parse(view.getComputedStyle(element)["color"])),
        luminance(ground),
      ].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    });
}

describe("the filters", () => {
  const visible = (opened: OpenedPage["page"]) => opened.locator("article:visible");

  test("leave suppressed findings out until they are asked for", async () => {
    const { page: opened } = await open(report);
    expect(await opened.locator("article[data-state=suppressed]:visible").count()).toBe(0);
    await opened.getByLabel("Suppressed").check();
    expect(await opened.locator("article[data-state=suppressed]:visible").count()).toBe(1);
  });

  test("by severity, family, resource and words, alone and together", async () => {
    const { page: opened } = await open(report);
    const all = await visible(opened).count();
    await opened.getByLabel("Warnings").uncheck();
    await opened.getByLabel("Info").uncheck();
    const errors = await visible(opened).count();
    expect(errors).toBeLessThan(all);
    expect(await opened.locator("article.error:visible").count()).toBe(errors);

    await opened.getByLabel("Family of rules").selectOption("breadth");
    const families = await visible(opened).evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute("data-family")),
    );
    expect(new Set(families)).toEqual(new Set(["breadth"]));

    await opened.getByLabel("Resource or file").selectOption("aws_iam_role_policy.all");
    expect(await visible(opened).count()).toBe(1);
    expect(await opened.locator(".shown").textContent()).toMatch(/^1 of \d+ findings shown$/);
    expect(await opened.locator(".group:visible").count()).toBe(1);

    await opened.getByLabel("Search in findings").fill("EVERY action");
    expect(await visible(opened).count()).toBe(1);
    await opened.getByLabel("Search in findings").fill("no such words");
    expect(await visible(opened).count()).toBe(0);
    expect(await opened.locator(".nothing").isVisible()).toBe(true);
  });

  test("each finding tells why, what to do and where that is documented", async () => {
    const { page: opened } = await open(report);
    const first = opened.locator("article:visible").first();
    await first.getByText("Why, and what to do").click();
    expect(await first.locator("dd").allTextContents()).toEqual([
      expect.stringMatching(/\.$/),
      expect.stringMatching(/\.$/),
      expect.stringMatching(/^https:\/\//),
    ]);
  });
});

describe("the graph", () => {
  test("has an arrow for each pair, and the same as a list", async () => {
    const { page: opened } = await open(report);
    const titles = await opened.locator(".edges title").allTextContents();
    expect(titles.some((title) => title.includes("→ target"))).toBe(true);
    expect(await opened.locator(".ways > ul > li").count()).toBe(titles.length);
    const nodes = await opened.locator(".node > title").allTextContents();
    expect(nodes).toEqual(expect.arrayContaining([`start${hostile}`, "target", "everything in the account"]));
  });

  test("is left out where nobody can become somebody", async () => {
    const { page: opened } = await open(empty);
    expect(await opened.locator("svg").count()).toBe(0);
    expect(await opened.locator("main").textContent()).toContain("Nobody was seen");
  });
});
