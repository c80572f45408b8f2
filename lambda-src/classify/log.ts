import { Failure } from "./failures";

/** One line of JSON a call. Never logged: image bytes, the URL (its query may hold a credential), the event. */
export interface LogEntry {
  readonly level: "info" | "error";
  readonly requestId: string;
  readonly statusCode: number;
  readonly durationMilliseconds: number;
  readonly code?: string;
  /** What went wrong underneath, for operators. */
  readonly cause?: string;
}

export type Log = (entry: LogEntry) => void;

export const logToConsole: Log = (entry) => console.log(JSON.stringify(entry));

/** The chain of causes as one line, without stacks. */
export function describeCause(failure: Failure): string | undefined {
  const parts: string[] = [];
  for (let cause = failure.cause; cause !== undefined && parts.length < 4; cause = (cause as Error).cause) {
    parts.push(cause instanceof Error ? `${cause.name}: ${withoutQueries(cause.message)}` : typeof cause);
  }
  return parts.length === 0 ? undefined : parts.join(" <- ");
}

function withoutQueries(text: string): string {
  return text.replace(/\?[^\s"']*/g, "?…");
}
