import { wildcardInServicePrefix } from "../../../../../policies/lint/rules/correctness/wildcard-in-service-prefix";
import { allow } from "../../helpers";
import { only } from "../only";

test.each(["ia?:AttachUserPolicy", "*am:*", "s*:GetObject"])("%s has a wildcard in its service", (action) => {
  expect(only(wildcardInServicePrefix, allow(["s3:GetObject", action]))).toMatchObject([
    { severity: "error", pointer: "/Statement/0/Action/1" },
  ]);
  expect(only(wildcardInServicePrefix, { Effect: "Deny", NotAction: action, Resource: "*" })).toHaveLength(1);
});

test.each(["*", "*:*", "**", "s3:*", "s3:Get?bject", "GetObject"])("%s has none", (action) => {
  expect(only(wildcardInServicePrefix, allow(action))).toEqual([]);
});
