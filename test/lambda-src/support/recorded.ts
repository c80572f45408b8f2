import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The responses that callers of three hand-made deployments got, by the deployment's number. */
export const recordedNames = ["000", "001", "002"] as const;

export interface RecordedResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function recorded(name: (typeof recordedNames)[number]): RecordedResponse {
  const path = join(__dirname, "../recorded-responses", `${name}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as RecordedResponse;
}
