import { parse } from "yaml";
import type { CapacitySettings } from "../reference-deployments";

/**
 * The settings of the present deployment: the function's and one endpoint's, out of a platform configuration (YAML). Only
 * what decides about capacity is read; `cdktf synth` checks the rest.
 *
 * @param endpoint name of the endpoint; not needed where there is one only
 * @returns the settings, or what is wrong with the file
 */
export function parsePresent(content: string, file: string, endpoint?: string): CapacitySettings | string {
  let configuration: unknown;
  try {
    configuration = parse(content);
  } catch (error) {
    return `${file}: is no YAML: ${(error as Error).message}`;
  }
  const serving = member(configuration, "serving");
  const endpoints = member(serving, "endpoints");
  const names = isObject(endpoints) ? Object.keys(endpoints) : [];
  if (names.length === 0)
    return `${file}: has no serving.endpoints; a platform configuration with an endpoint is needed`;
  const name =
    endpoint ?? (member(member(serving, "function"), "endpoint") as string | undefined) ?? names[0] ?? "";
  if (!names.includes(name)) return `${file}: has no endpoint "${name}"; it has ${names.join(", ")}`;
  const variants = member(member(member(endpoints, name), "realTime"), "variants");
  const variant = isObject(variants) ? Object.values(variants)[0] : undefined;
  if (!isObject(variant))
    return `${file}: endpoint "${name}" is no real-time endpoint, whose instances could be planned`;
  return { ...functionSettings(member(serving, "function")), ...variantSettings(variant) };
}

function functionSettings(fn: unknown) {
  const provisioned = member(fn, "provisioned");
  return {
    reservedConcurrency: numberOf(fn, "reservedConcurrency"),
    provisionedConcurrency: numberOf(provisioned, "executions") ?? 0,
    provisionedMaximum: numberOf(member(provisioned, "scaling"), "maxExecutions"),
  };
}

/** Without scaling, the number of instances stays what it is at the start; defaults are the module's. */
function variantSettings(variant: Readonly<Record<string, unknown>>) {
  const scaling = member(variant, "scaling");
  const initial = numberOf(variant, "initialInstanceCount");
  const minInstances = numberOf(scaling, "minInstances") ?? initial ?? 1;
  return {
    minInstances,
    maxInstances: numberOf(scaling, "maxInstances") ?? minInstances,
    invocationsPerInstance: numberOf(scaling, "invocationsPerInstance"),
    concurrentRequestsPerModel: numberOf(scaling, "concurrentRequestsPerModel"),
    scaleInCooldownSeconds: numberOf(scaling, "scaleInCooldownSeconds") ?? 300,
    scaleOutCooldownSeconds: numberOf(scaling, "scaleOutCooldownSeconds") ?? 300,
  };
}

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function numberOf(value: unknown, key: string): number | null {
  const found = member(value, key);
  return typeof found === "number" ? found : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
