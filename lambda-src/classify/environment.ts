import { labelSets, type LabelSetName } from "./labels";
import { s3PrefixPattern } from "./objects/url";

/** What happens to an image between the caller and the endpoint. */
export const imageModes = ["resize", "pass-through", "url"] as const;
export type ImageMode = (typeof imageModes)[number];

/** The function's settings, read once at cold start. */
export interface Settings {
  /** The one endpoint that is invoked. */
  readonly endpointName: string;
  readonly imageMode: ImageMode;
  /** Side of the square that `resize` sends, in pixels. */
  readonly imageSizePixels: number;
  /** How many scores the endpoint must return. */
  readonly classCount: number;
  /** Name of the label set for answers to `top`; without one, answers hold indexes only. */
  readonly classLabels?: LabelSetName;
  /** Whether `http:` on port 80 may be fetched besides `https:` on port 443. */
  readonly allowHttp: boolean;
  /** Hosts that may be fetched: exact names or `*.name`. Empty: every public host. */
  readonly allowedHosts: readonly string[];
  /** Where `s3://` may be read: `s3://bucket/` or `s3://bucket/folder/`. Empty: nowhere. */
  readonly s3Prefixes: readonly string[];
  /** Deadline of a whole download, all redirects included. */
  readonly fetchTimeoutSeconds: number;
  /** How long one hop may take until its response headers are there. */
  readonly firstByteTimeoutSeconds: number;
  /** Whether sampled calls send subsegments to X-Ray. */
  readonly tracing: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** SageMaker's rule for endpoint names (botocore, `sagemaker`, shape `EndpointName`). */
const endpointNamePattern = /^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}$/;
const hostPattern = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

/**
 * Reads and checks the function's environment variables.
 *
 * @throws Error that lists every wrong variable with what it should hold, so that a wrong deployment fails at its
 *   first start and not at its first image.
 */
export function readSettings(environment: Environment): Settings {
  const reader = new Reader(environment);
  const classCount = reader.integer("CLASS_COUNT", 133, 1, 100_000);
  const allowedHosts = reader.list(
    "ALLOWED_HOSTS",
    hostPattern,
    "host names such as images.example.com or *.example.com, separated by commas",
  );
  const settings: Settings = {
    endpointName: reader.required(
      "ENDPOINT_NAME",
      endpointNamePattern,
      "a SageMaker endpoint's name (1 to 63 letters, digits or hyphens)",
    ),
    imageMode: reader.choice("IMAGE_MODE", imageModes) ?? "resize",
    imageSizePixels: reader.integer("IMAGE_SIZE_PIXELS", 256, 16, 2048),
    classCount,
    classLabels: reader.choice("CLASS_LABELS", Object.keys(labelSets) as LabelSetName[]),
    allowHttp: reader.choice("ALLOW_HTTP", ["true", "false"]) === "true",
    allowedHosts: allowedHosts.map((host) => host.toLowerCase()),
    s3Prefixes: reader.list(
      "S3_PREFIXES",
      s3PrefixPattern,
      "S3 prefixes such as s3://bucket/photos/ (with the slash at the end), separated by commas",
    ),
    fetchTimeoutSeconds: reader.integer("FETCH_TIMEOUT_SECONDS", 10, 1, 60),
    firstByteTimeoutSeconds: reader.integer("FETCH_FIRST_BYTE_TIMEOUT_SECONDS", 5, 1, 60),
    tracing: reader.choice("TRACING", ["true", "false"]) === "true",
  };
  const labelCount = settings.classLabels && labelSets[settings.classLabels].length;
  if (labelCount !== undefined && labelCount !== classCount) {
    reader.complain(
      `CLASS_LABELS: "${settings.classLabels}" has ${labelCount} labels, but CLASS_COUNT is ${classCount}; they must be equal.`,
    );
  }
  reader.finish();
  return settings;
}

/** Collects all complaints, so that they are reported at once. */
class Reader {
  private readonly complaints: string[] = [];

  constructor(private readonly environment: Environment) {}

  complain(complaint: string): void {
    this.complaints.push(complaint);
  }

  required(name: string, pattern: RegExp, expected: string): string {
    const value = this.environment[name] ?? "";
    if (!pattern.test(value)) {
      this.complain(
        `${name}: ${value === "" ? "is not set" : `"${value}" is not right`}; expected ${expected}.`,
      );
    }
    return value;
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.environment[name];
    if (value === undefined || value === "") return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined)
      this.complain(`${name}: "${value}" is not right; expected one of ${allowed.join(", ")}.`);
    return found;
  }

  integer(name: string, fallback: number, minimum: number, maximum: number): number {
    const text = this.environment[name];
    if (text === undefined || text === "") return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= minimum && value <= maximum)) {
      this.complain(
        `${name}: "${text}" is not right; expected a whole number from ${minimum} to ${maximum}.`,
      );
    }
    return value;
  }

  list(name: string, pattern: RegExp, expected: string): string[] {
    const items = (this.environment[name] ?? "").split(",").map((item) => item.trim());
    if (items.length === 1 && items[0] === "") return [];
    for (const item of items) {
      if (!pattern.test(item)) this.complain(`${name}: "${item}" is not right; expected ${expected}.`);
    }
    return items;
  }

  finish(): void {
    if (this.complaints.length === 0) return;
    const error = new Error(
      `The function's environment variables are wrong:\n- ${this.complaints.join("\n- ")}`,
    );
    // Lambda hands an error of the start to whoever invoked it, stack included.
    error.stack = String(error);
    throw error;
  }
}
