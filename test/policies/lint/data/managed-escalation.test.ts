import { generateManagedEscalation } from "../../../../policies/lint/data/generate-managed-escalation";
import { relevantActions } from "../../../../policies/lint/model/escalation-paths";
import { managedEscalation } from "../../../../policies/lint/model/managed-escalation";
import { allow, deny, policy } from "../helpers";

test("AdministratorAccess grants every action that matters, to every service", () => {
  const granted = managedEscalation("AdministratorAccess");
  expect(granted.map(([action]) => action).sort()).toEqual([...relevantActions()].sort());
  expect(granted.every(([, passesTo]) => passesTo === "any")).toBe(true);
});

test("a condition on the service is kept", () => {
  expect(managedEscalation("AWSLambda_FullAccess")).toContainEqual([
    "iam:PassRole",
    ["lambda.amazonaws.com"],
  ]);
});

test.each(["AWSLambdaBasicExecutionRole", "no-such-policy", "constructor"])(
  "%s grants nothing that matters",
  (name) => {
    expect(managedEscalation(name)).toEqual([]);
  },
);

test("the table holds what is granted on everything, after the policy's own Denies", () => {
  const table = JSON.parse(
    generateManagedEscalation({
      Wide: { Document: policy(allow(["iam:PassRole", "lambda:UpdateFunctionCode", "s3:ListBucket"])) },
      Denied: { Document: policy(allow("sts:AssumeRole"), deny("sts:*")) },
      Named: { Document: policy(allow("iam:PassRole", "arn:aws:iam::*:role/one")) },
    }),
  ) as { actions: unknown };
  expect(table.actions).toEqual({ Wide: "iam:PassRole lambda:UpdateFunctionCode" });
});
