import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type IAMClient,
  type ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import { mapConcurrently } from "./concurrency";
import { AccountError } from "./errors";
import type { Gaps } from "./gaps";
import { pollUntil } from "./polling";
import type { ServiceUseSnapshot } from "./snapshot";

/** Jobs of one account run side by side, but few are started in a second. */
const jobsAtOnce = 3;

interface Candidate {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
}

/**
 * The principals that are meant by these names or ARNs; `*` are all but AWS's own.
 *
 * @throws AccountError where one does not exist.
 */
export function choosePrincipals(candidates: readonly Candidate[], asked: readonly string[]): string[] {
  const own = candidates.filter(({ path }) => !path.startsWith("/aws-service-role/"));
  const chosen = asked.flatMap((wanted) => {
    const found = own.filter(({ arn, name }) => wanted === "*" || wanted === arn || wanted === name);
    if (found.length === 0 && wanted !== "*") {
      throw new AccountError(`there is no role or user "${wanted}" whose use of services could be asked for`);
    }
    return found.map(({ arn }) => arn);
  });
  return [...new Set(chosen)].sort();
}

/** Which services each principal may use, and when it last did. */
export async function collectServiceUse(
  iam: IAMClient,
  principalArns: readonly string[],
  gaps: Gaps,
  pollMilliseconds: number,
  onPrincipal: (done: number) => void,
): Promise<ServiceUseSnapshot[]> {
  let done = 0;
  const used = await mapConcurrently(principalArns, jobsAtOnce, async (principalArn) => {
    const services = await collectServices(iam, principalArn, gaps, pollMilliseconds);
    onPrincipal(++done);
    return services === undefined ? [] : [{ principalArn, services: services.map(readService) }];
  });
  return used.flat();
}

async function collectServices(
  iam: IAMClient,
  Arn: string,
  gaps: Gaps,
  pollMilliseconds: number,
): Promise<ServiceLastAccessed[] | undefined> {
  const start = { area: "service-use", permission: "iam:GenerateServiceLastAccessedDetails" } as const;
  const job = await gaps.attempt(start, () =>
    iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn })),
  );
  if (job === undefined) return undefined;
  const read = { area: "service-use", permission: "iam:GetServiceLastAccessedDetails" } as const;
  return gaps.attempt(read, async () => {
    const services: ServiceLastAccessed[] = [];
    let Marker: string | undefined;
    do {
      const page = await pollUntil(pollMilliseconds, async () => {
        const answer = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: job.JobId, Marker }));
        if (answer.JobStatus === "FAILED") {
          throw new Error(answer.Error?.Message ?? `the job for ${Arn} failed`);
        }
        return answer.JobStatus === "COMPLETED" ? answer : undefined;
      });
      services.push(...(page.ServicesLastAccessed ?? []));
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker !== undefined);
    return services;
  });
}

function readService({ ServiceNamespace, LastAuthenticated, LastAuthenticatedRegion }: ServiceLastAccessed) {
  return {
    service: ServiceNamespace ?? "",
    lastUsed:
      LastAuthenticated === undefined
        ? null
        : { at: LastAuthenticated.toISOString(), region: LastAuthenticatedRegion ?? null },
  };
}
