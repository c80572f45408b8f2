import { hasWildcard } from "../../model/patterns";
import type { EndpointResource, Model } from "../../model/types";
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

/** The least that a caller of a model needs: the invocation of its one endpoint, where the input tells which that is. */
export function invokeOnly(model: Model): Fix {
  const endpoint = onlyEndpoint(model);
  const arn = endpoint?.arn ?? endpointPlaceholder;
  const open = arn.includes("<") ? "; fill in what stands in angle brackets" : "";
  return {
    description: `Allow the invocation of ${endpoint?.description ?? "the one endpoint"} only${open}`,
    edits: [],
    suggestion: { Effect: "Allow", Action: "sagemaker:InvokeEndpoint", Resource: arn },
  };
}

/** The same in the words of a message. */
export function adviseInvokeOnly(model: Model): string {
  const endpoint = onlyEndpoint(model)?.description ?? "that endpoint's ARN";
  return `Allow sagemaker:InvokeEndpoint on ${endpoint} instead.`;
}

const found = new WeakMap<Model, { readonly endpoint: Endpoint | undefined }>();

function onlyEndpoint(model: Model): Endpoint | undefined {
  let known = found.get(model);
  if (known === undefined) {
    known = { endpoint: findOnlyEndpoint(model) };
    found.set(model, known);
  }
  return known.endpoint;
}

function findOnlyEndpoint(model: Model): Endpoint | undefined {
  const [first, ...more] = model.endpoints ?? [];
  if (more.length > 0) return undefined;
  if (first !== undefined) return describe(first);
  const [arn, ...others] = namedEndpoints(model);
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

/** ARNs of endpoints that the input's policies name. */
function namedEndpoints({ policies }: Model): readonly string[] {
  const arns = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ resources = [] }) => resources.map(({ value }) => value))
    .filter((arn) => /^arn:[^:]*:sagemaker:[^:]*:[^:]*:endpoint\//.test(arn))
    .filter((arn) => !hasWildcard(arn) && !arn.includes(unknownPart));
  return [...new Set(arns)];
}
