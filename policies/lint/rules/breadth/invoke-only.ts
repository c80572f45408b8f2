import { hasWildcard } from "../../model/patterns";
import type { EndpointResource, ModelPart } from "../../model/types";
import { unknownPart } from "../../model/value";
import type { Fix } from "../rule";

const placeholderOf = (name: string) => `arn:aws:sagemaker:<region>:<account>:endpoint/${name}`;

/** Stands where the endpoint's ARN has to be filled in. */
export const endpointPlaceholder = placeholderOf("<endpoint-name>");

interface Endpoint {
  /** As a policy names it: an ARN, or a reference to it in Terraform. */
  readonly arn: string;
  readonly description: string;
}

/**
 * The least that a caller of a model needs: the invocation of its one endpoint, where the input tells which that is.
 *
 * @param part what the caller or its policy belongs to, as `partOf` finds it
 */
export function invokeOnly(part: ModelPart): Fix {
  const endpoint = onlyEndpoint(part);
  const arn = endpoint?.arn ?? endpointPlaceholder;
  const open = arn.includes("<") ? "; fill in what stands in angle brackets" : "";
  return {
    description: `Allow the invocation of ${endpoint?.description ?? "the one endpoint"} only${open}`,
    edits: [],
    suggestion: { Effect: "Allow", Action: "sagemaker:InvokeEndpoint", Resource: arn },
  };
}

/** The same in the words of a message. */
export function adviseInvokeOnly(part: ModelPart): string {
  const endpoint = onlyEndpoint(part)?.description ?? "that endpoint's ARN";
  return `Allow sagemaker:InvokeEndpoint on ${endpoint} instead.`;
}

const found = new WeakMap<ModelPart, { readonly endpoint: Endpoint | undefined }>();

function onlyEndpoint(part: ModelPart): Endpoint | undefined {
  let known = found.get(part);
  if (known === undefined) {
    known = { endpoint: findOnlyEndpoint(part) };
    found.set(part, known);
  }
  return known.endpoint;
}

function findOnlyEndpoint(part: ModelPart): Endpoint | undefined {
  const [first, ...more] = part.endpoints ?? [];
  if (more.length > 0) return undefined;
  if (first !== undefined) return describe(first);
  const [arn, ...others] = namedEndpoints(part);
  return arn === undefined || others.length > 0 ? undefined : { arn, description: arn };
}

function describe({ resource, name }: EndpointResource): Endpoint | undefined {
  if (resource === null) {
    return name === null ? undefined : { arn: placeholderOf(name), description: `the endpoint "${name}"` };
  }
  const arn = resource.startsWith("arn:") ? resource : `\${${resource}.arn}`;
  return {
    arn,
    description: name === null ? `the endpoint ${resource}` : `the endpoint "${name}" (${resource})`,
  };
}

/** ARNs of endpoints that the policies name. */
function namedEndpoints({ policies }: ModelPart): readonly string[] {
  const arns = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ resources = [] }) => resources.map(({ value }) => value))
    .filter((arn) => /^arn:[^:]*:sagemaker:[^:]*:[^:]*:endpoint\//.test(arn))
    .filter((arn) => !hasWildcard(arn) && !arn.includes(unknownPart));
  return [...new Set(arns)];
}
