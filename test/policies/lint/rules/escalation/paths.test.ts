import {
  escalationPaths,
  passRole,
  type EscalationPath,
} from "../../../../../policies/lint/model/escalation-paths";
import { allow, deny } from "../../helpers";
import { escalation, escalationIn, passTo, role, roleWithPolicies, told } from "./helpers";

const all = escalationPaths().map((path) => [path.id, path] as const);
const passing = all.filter(([, { actions }]) => actions.includes(passRole));
const takingOver = all.filter(
  ([, { actions, category }]) => category.endsWith("passrole") && !actions.includes(passRole),
);
const direct = all.filter(([, { category }]) => !category.endsWith("passrole"));

const ruleOf = ({ category }: EscalationPath) =>
  ({
    "new-passrole": "IAM305",
    "existing-passrole": "IAM306",
    "self-escalation": "IAM303",
    "principal-access": "IAM304",
  })[category];

/** Where a shorter path is complete as well, that one is told. */
function shortest({ actions, category }: EscalationPath): string | undefined {
  return escalationPaths().find(
    (path) => path.category === category && path.actions.every((action) => actions.includes(action)),
  )?.id;
}

const errorsOf = (findings: ReturnType<typeof escalation>) =>
  told(findings.filter(({ severity }) => severity === "error"));

describe.each(passing)("%s", (_, path) => {
  const rest = path.actions.filter((action) => action !== passRole);
  const expected = `${ruleOf(path)} error ${shortest(path)}`;

  test("is found on everything", () => {
    expect(errorsOf(escalation(allow(path.actions)))).toContain(expected);
  });

  test("is found split over two policies of a role", () => {
    const findings = escalationIn(roleWithPolicies({ passes: [allow(passRole)], starts: [allow(rest)] }));
    expect(errorsOf(findings)).toContain(expected);
    const found = findings.find((finding) => finding.path === shortest(path));
    expect(found?.resource).toBe("aws_iam_role.jobs");
    expect(found?.message).toMatch(
      /iam:PassRole in aws_iam_role_policy\.passes; .* in aws_iam_role_policy\.starts/,
    );
  });

  test("is found with the condition on its own service", () => {
    expect(errorsOf(escalation(passTo(path.services[0] ?? ""), allow(rest)))).toContain(expected);
  });

  test("is blocked by a condition on another service", () => {
    const findings = escalation(passTo("backup.amazonaws.com"), allow(rest));
    expect(findings.filter((finding) => path.id === finding.path)).toEqual([]);
    expect(findings.filter(({ ruleId }) => ruleId === "IAM305")).toEqual([]);
  });

  test("is blocked by a Deny of any of its actions", () => {
    for (const denied of path.actions) {
      const findings = escalation(allow(path.actions), deny(denied));
      expect(findings.filter((finding) => finding.path === path.id)).toEqual([]);
    }
  });

  test("is not complete without any of its actions", () => {
    for (const missing of path.actions) {
      const findings = escalation(allow(path.actions.filter((action) => action !== missing)));
      expect(findings.filter((finding) => finding.path === path.id)).toEqual([]);
    }
  });

  test("depends on its target where the role is named", () => {
    const findings = escalation(allow(passRole, role("one")), allow(rest));
    expect(errorsOf(findings.filter(({ ruleId }) => ruleId === "IAM305"))).toEqual([]);
    expect(findings.some(({ severity }) => severity === "warning")).toBe(true);
  });
});

describe.each(takingOver)("%s", (_, path) => {
  test("is found on everything, and not without any of its actions", () => {
    expect(errorsOf(escalation(allow(path.actions)))).toContain(`${ruleOf(path)} error ${shortest(path)}`);
    for (const missing of path.actions) {
      const findings = escalation(allow(path.actions.filter((action) => action !== missing)));
      expect(findings.filter((finding) => finding.path === path.id)).toEqual([]);
    }
  });

  test("is blocked by a Deny of any of its actions", () => {
    for (const denied of path.actions) {
      const findings = escalation(allow(path.actions), deny(denied));
      expect(findings.filter((finding) => finding.path === path.id)).toEqual([]);
    }
  });
});

describe.each(direct)("%s", (_, path) => {
  test("gives an error on everything, and nothing once all of it is denied", () => {
    expect(errorsOf(escalation(allow(path.actions))).length).toBeGreaterThan(0);
    expect(escalation(allow(path.actions), deny(path.actions))).toEqual([]);
  });
});
