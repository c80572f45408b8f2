import { requiredPolicy } from "../../../../policies/lint/account";
import { lintFiles } from "../helpers";

const options = [
  {},
  { serviceUse: true },
  { accountId: "111122223333", partition: "aws-us-gov", serviceUse: true },
];

test.each(options)("the policy for a scan with %j passes the linter itself, with no finding", (option) => {
  expect(lintFiles({ "policy.json": requiredPolicy(option) }).findings).toEqual([]);
});

test("it names actions one by one, and users, functions and principals where IAM can limit them", () => {
  const { Statement } = requiredPolicy({ accountId: "111122223333", serviceUse: true });
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  expect(Statement.flatMap(({ Resource }) => Resource)).toEqual([
    "*",
    "arn:aws:iam::111122223333:user/*",
    "arn:aws:lambda:*:111122223333:function:*",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::111122223333:user/*",
  ]);
});

test("use of services is only in it when it is asked for", () => {
  const text = (serviceUse: boolean) => JSON.stringify(requiredPolicy({ serviceUse }));
  expect(text(false)).not.toContain("ServiceLastAccessed");
  expect(text(true)).toContain("iam:GenerateServiceLastAccessedDetails");
  expect(text(true)).toContain("iam:GetServiceLastAccessedDetails");
});

test.each([
  [{ accountId: "12" }, /account id is "12"; it must have twelve digits/],
  [{ partition: "azure" }, /partition is "azure"; it must be aws, aws-cn or aws-us-gov/],
])("%j is refused", (option, message) => {
  expect(() => requiredPolicy(option)).toThrow(RangeError);
  expect(() => requiredPolicy(option)).toThrow(message);
});
