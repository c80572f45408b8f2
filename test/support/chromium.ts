/** A headless Chromium for tests of generated pages: the system's where there is one, else the one from npm. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export interface OpenedPage {
  readonly page: Page;
  /** What the page wrote to its console as a warning or an error, and what it threw. */
  readonly complaints: readonly string[];
  /** Everything that the page asked for, other than itself. */
  readonly requests: readonly string[];
}

/**
 * Starts the browser; close it when done. `CHROMIUM` names another executable.
 *
 * @throws when no Chromium can be started on this system, with what was tried.
 */
export async function startChromium(): Promise<Browser> {
  const found = process.env["CHROMIUM"] ?? onPath();
  const { executable, env } = found === undefined ? await fromPackage() : { executable: found, env: {} };
  return chromium.launch({
    executablePath: executable,
    headless: true,
    // Tests open only pages that this repository made, and often run as root, where Chromium has no sandbox.
    chromiumSandbox: false,
    args: ["--font-render-hinting=none", "--disable-dev-shm-usage"],
    env: { ...process.env, ...env },
  });
}

/** Opens a file of this machine and notes what it complains about and asks for. */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const url = `file://${file}`;
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return systemNames
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

/** The package holds Chromium compressed; it is unpacked once, below node_modules/.cache. */
async function fromPackage(): Promise<{ executable: string; env: Record<string, string> }> {
  const root = path.resolve(path.dirname(require.resolve("@sparticuz/chromium")), "../..");
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const folder = path.resolve(root, "../../.cache", `chromium-${version}`);
  if (!fs.existsSync(folder)) await unpack(path.join(root, "bin"), folder);
  return {
    executable: path.join(folder, "chromium"),
    env: {
      // Where the system has these libraries and fonts, its own come first.
      LD_LIBRARY_PATH: [process.env["LD_LIBRARY_PATH"], "/usr/lib/x86_64-linux-gnu", path.join(folder, "lib")]
        .filter((entry) => entry !== undefined)
        .join(path.delimiter),
      ...(fs.existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: folder }),
    },
  };
}

async function unpack(bin: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  const decompress = (name: string, target: string, mode: number) =>
    pipeline(
      fs.createReadStream(path.join(bin, name)),
      createBrotliDecompress(),
      fs.createWriteStream(target, { mode }),
    );
  await decompress("chromium.br", path.join(draft, "chromium"), 0o755);
  for (const name of ["al2023", "fonts", "swiftshader"]) {
    const archive = path.join(draft, `${name}.tar`);
    await decompress(`${name}.tar.br`, archive, 0o644);
    execFileSync("tar", ["-xf", archive, "-C", draft]);
    fs.rmSync(archive);
  }
  const fonts = path.join(draft, "fonts.conf");
  fs.writeFileSync(
    fonts,
    fs.readFileSync(fonts, "utf8").replaceAll("/tmp/fonts", path.join(folder, "fonts")),
  );
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another worker was faster; what it unpacked is the same.
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}
