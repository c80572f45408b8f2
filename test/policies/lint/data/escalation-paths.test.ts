import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionsOf } from "../../../../policies/lint/model/actions";
import { escalationPaths, passRole, relevantActions } from "../../../../policies/lint/model/escalation-paths";

const exists = (action: string) =>
  actionsOf(action.slice(0, action.indexOf(":"))).some(({ name }) => name === action);

test("every action of every path exists in AWS's action table, in its spelling", () => {
  const unknown = escalationPaths().flatMap(({ id, actions }) =>
    actions.filter((action) => !exists(action)).map((action) => `${id} ${action}`),
  );
  expect(unknown).toEqual([]);
  expect(relevantActions().filter((action) => !exists(action))).toEqual([]);
});

test("an action that AWS does not have would be noticed", () => {
  expect(exists("lambda:CreateFunctions")).toBe(false);
  expect(exists("iam:passrole")).toBe(false);
});

test("ids are unique and name a page", () => {
  const ids = escalationPaths().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+-\d{3}$/.test(id))).toEqual([]);
});

test("no two paths take the same actions", () => {
  const keys = escalationPaths().map(({ actions }) => [...actions].sort().join());
  expect(new Set(keys).size).toBe(keys.length);
});

test("a path names services exactly where it hands over a role", () => {
  for (const { id, actions, services } of escalationPaths()) {
    expect([id, services.length > 0]).toEqual([id, actions.includes(passRole)]);
    expect(services.filter((service) => !/^[a-z0-9.-]+\.amazonaws\.com$/.test(service))).toEqual([]);
  }
});

test("shortest paths come first", () => {
  const lengths = escalationPaths().map(({ actions }) => actions.length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
});

test("the notice of the paths' source stands beside the data", () => {
  const notice = readFileSync(join(__dirname, "../../../../policies/lint/data/NOTICE"), "utf8");
  expect(notice).toContain("Copyright 2025-Present Datadog, Inc.");
  expect(notice).toContain("Apache License, Version 2.0");
});
