import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { maxDownloadBytes } from "../../lambda-src/classify/fetch";
import { sniffFormat } from "../../lambda-src/classify/image/sniff";
import { presetNames } from "../../stacks/config/source";

export const USAGE = `Deploys the platform without an AWS account and classifies a photo.

usage: npm run demo -- [--image PHOTO] [--preset NAME]

  --image PHOTO   a JPEG, PNG, WebP, GIF or AVIF file of yours (default: a photo that comes with the project)
  --preset NAME   what to deploy (default: dev); one of ${presetNames().join(", ")}
`;

export interface DemoOptions {
  image: string;
  preset: string;
}

/**
 * @param from the folder that a relative path begins at
 * @throws Error that says what is wrong with the command line
 */
export function readOptions(args: string[], defaultImage: string, from: string): DemoOptions | "help" {
  const { values } = parseArgs({
    args,
    options: { image: { type: "string" }, preset: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return "help";
  const image = path.resolve(from, values.image ?? defaultImage);
  refuseNoPhoto(image);
  const preset = values.preset ?? "dev";
  if (!presetNames().includes(preset)) {
    throw new Error(`--preset: there is no preset "${preset}"; there are: ${presetNames().join(", ")}.`);
  }
  return { image, preset };
}

/** Before anything is deployed for it. */
function refuseNoPhoto(image: string): void {
  const expected = "expected a photo (JPEG, PNG, WebP, GIF or AVIF)";
  const stat = fs.statSync(image, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Error(`--image: ${image} is not a file; ${expected}.`);
  if (stat.size > maxDownloadBytes)
    throw new Error(
      `--image: ${image} has ${stat.size} bytes; the function takes ${maxDownloadBytes} at most.`,
    );
  try {
    sniffFormat(fs.readFileSync(image));
  } catch (error) {
    throw new Error(`--image: ${image} cannot be classified; ${expected}. ${(error as Error).message}`);
  }
}
