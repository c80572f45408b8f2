import { hasWildcard } from "../../model/patterns";
import type { Model } from "../../model/types";
import { unknownPart } from "../../model/value";
import type { Fix } from "../rule";

/** Stands where the endpoint's ARN has to be filled in. */
export const endpointPlaceholder = "arn:aws:sagemaker:<region>:<account>:endpoint/<endpoint-name>";

interface Endpoint {
  /** As a policy names it: an ARN, or a reference to it in Terraform. */
  readonly arn: string;
  readonly description: string;
}

/** The least that a caller of a model needs: the invocation of its one endpoint, where the input tells which that is. */
export function invokeOnly(model: Model): Fix {
  const endpoint = onlyEndpoint(model);
  return {
    description:
      endpoint === undefined
        ? "Allow the invocation of the one endpoint only; fill in its region, account and name"
        : `Allow the invocation of ${endpoint.description} only`,
    edits: [],
    suggestion: {
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpoint",
      Resource: endpoint?.arn ?? endpointPlaceholder,
    },
  };
}

function onlyEndpoint(model: Model): Endpoint | undefined {
  const [first, ...more] = model.endpoints ?? [];
  if (more.length > 0) return undefined;
  if (first !== undefined) {
    const { resource, name } = first;
    const arn = resource.startsWith("arn:") ? resource : `\${${resource}.arn}`;
    return {
      arn,
      description: name === null ? `the endpoint ${resource}` : `the endpoint "${name}" (${resource})`,
    };
  }
  const [arn, ...others] = namedEndpoints(model);
  return arn === undefined || others.length > 0 ? undefined : { arn, description: arn };
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
