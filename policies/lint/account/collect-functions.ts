import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import { GetPolicyCommand, paginateListFunctions, type LambdaClient } from "@aws-sdk/client-lambda";
import type { AccountClients } from "./clients";
import { mapConcurrently } from "./concurrency";
import { decodeDocument } from "./document";
import type { Gaps } from "./gaps";
import type { FunctionSnapshot, RegionsSnapshot } from "./snapshot";

const callsAtOnce = 5;

/** The regions to look in; where they cannot be listed, the configured one. */
export async function findRegions(
  { ec2 }: AccountClients,
  asked: readonly string[] | undefined,
  gaps: Gaps,
): Promise<RegionsSnapshot> {
  if (asked !== undefined && asked.length > 0) return { names: [...new Set(asked)].sort(), all: false };
  // Without AllRegions, EC2 names those that are enabled for the account.
  const listed = await gaps.attempt({ area: "regions", permission: "ec2:DescribeRegions" }, () =>
    ec2.send(new DescribeRegionsCommand({})),
  );
  const names = (listed?.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []).sort();
  return names.length > 0 ? { names, all: true } : { names: [await ec2.config.region()], all: false };
}

/** The functions of these regions, with the roles of all their versions. */
export async function collectFunctions(
  clients: AccountClients,
  regions: readonly string[],
  gaps: Gaps,
  onRegion: (done: number) => void,
): Promise<FunctionSnapshot[]> {
  let done = 0;
  const found = await mapConcurrently(regions, callsAtOnce, async (region) => {
    const lambda = clients.lambda(region);
    try {
      const functions = await gaps.attempt(
        { area: "functions", region, permission: "lambda:ListFunctions" },
        () => listFunctions(lambda, region),
      );
      return await mapConcurrently(functions ?? [], callsAtOnce, (listed) => addPolicy(lambda, listed, gaps));
    } finally {
      lambda.destroy();
      onRegion(++done);
    }
  });
  return found.flat().sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

async function listFunctions(lambda: LambdaClient, region: string): Promise<FunctionSnapshot[]> {
  const roles = new Map<string, Set<string>>();
  // Older versions keep the role that they were published with.
  for await (const page of paginateListFunctions({ client: lambda }, { FunctionVersion: "ALL" })) {
    for (const { FunctionArn = "", Role } of page.Functions ?? []) {
      // arn:aws:lambda:region:account:function:name[:version]
      const arn = FunctionArn.split(":").slice(0, 7).join(":");
      const known = roles.get(arn) ?? new Set();
      roles.set(arn, Role === undefined ? known : known.add(Role));
    }
  }
  return [...roles].map(([arn, used]) => {
    return { arn, name: arn.split(":")[6] ?? "", region, roles: [...used].sort() };
  });
}

async function addPolicy(
  lambda: LambdaClient,
  listed: FunctionSnapshot,
  gaps: Gaps,
): Promise<FunctionSnapshot> {
  const part = { area: "function-policies", region: listed.region, permission: "lambda:GetPolicy" } as const;
  const policy = await gaps.attempt(part, async () => {
    try {
      const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: listed.name }));
      return { document: decodeDocument(Policy) };
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") return { document: null };
      throw error;
    }
  });
  return policy === undefined ? listed : { ...listed, resourcePolicy: policy.document };
}
