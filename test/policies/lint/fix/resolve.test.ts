import { lint } from "../../../../policies/lint";
import { formatDiff, formatSuggestions, resolveFixes } from "../../../../policies/lint/fix";
import { roleOf, snapshotOf } from "../account/snapshots";
import { policiesOf, proposal } from "./support";

const file = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    "Resource": "*"
  }
}
`;

const places = () => {
  const [policy] = policiesOf("p.json", file);
  return (policy?.statements[0]?.actions ?? []).map(({ place }) => place);
};

test("fixes of one file come together", () => {
  const [get, put] = places();
  if (get === undefined || put === undefined) throw new Error("no actions");
  const { changes, postponed } = resolveFixes([
    proposal({ place: put, value: undefined }),
    proposal({ place: get, value: "s3:GetObjectTagging" }),
  ]);
  expect(postponed).toEqual([]);
  expect(changes[0]?.after).toBe(file.replace('"s3:GetObject", "s3:PutObject"', '"s3:GetObjectTagging"'));
  expect(changes[0]?.fixed).toHaveLength(2);
});

test("of two fixes of one place the first is applied; the same fix twice is one", () => {
  const [get] = places();
  if (get === undefined) throw new Error("no actions");
  const fix = (value: unknown) => proposal({ place: get, value });
  const { changes, postponed } = resolveFixes([fix("a:B"), fix("c:D"), fix("a:B")]);
  expect(changes[0]?.after).toBe(file.replace("s3:GetObject", "a:B"));
  expect(changes[0]?.fixed).toHaveLength(2);
  expect(postponed.map(({ fix: { edits } }) => edits[0]?.value)).toEqual(["c:D"]);
});

test("a fix is applied as a whole or not at all", () => {
  const [get, put] = places();
  if (get === undefined || put === undefined) throw new Error("no actions");
  const { changes, postponed } = resolveFixes([
    proposal({ place: get, value: "a:B" }),
    proposal({ place: put, value: "c:D" }, { place: get, value: "e:F" }),
  ]);
  expect(changes[0]?.after).toBe(file.replace("s3:GetObject", "a:B"));
  expect(postponed).toHaveLength(1);
});

test("two members that join one object are not put in blindly", () => {
  const [policy] = policiesOf("p.json", file);
  const place = policy?.statements[0]?.place;
  if (place === undefined) throw new Error("no statement");
  const add = (member: string) => proposal({ place, member, value: "x" });
  const { changes, postponed } = resolveFixes([add("Sid"), add("NotPrincipal")]);
  expect(changes[0]?.after).toContain(`"Resource": "*",\n    "Sid": "x"\n  }`);
  expect(postponed).toHaveLength(1);
});

test("a fix without edits is a suggestion", () => {
  const { changes, suggestions } = resolveFixes([proposal()]);
  expect([changes, suggestions.length]).toEqual([[], 1]);
});

test("the diff is one that patch takes", () => {
  const [get] = places();
  if (get === undefined) throw new Error("no actions");
  expect(formatDiff(resolveFixes([proposal({ place: get, value: "a:B" })]).changes)).toBe(`--- a/p.json
+++ b/p.json
@@ -2,7 +2,7 @@
   "Version": "2012-10-17",
   "Statement": {
     "Effect": "Allow",
-    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
+    "Action": ["a:B", "s3:PutObject", "s3:DeleteObject"],
     "Resource": "*"
   }
 }
`);
});

test("a suggestion says where, what, and how it is written", () => {
  const { finding } = proposal();
  const fix = { description: "Attach this instead.", edits: [], suggestion: { Effect: "Allow" } };
  expect(formatSuggestions([{ finding: { ...finding, resource: "aws_iam_role.r" }, fix }]))
    .toBe(`x:1:1 IAM999 aws_iam_role.r
  Attach this instead.
    {
      "Effect": "Allow"
    }
`);
});

test("a snapshot of an account is evidence: what would be right is suggested, and it is left as it is", () => {
  const trust = {
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const old = {
    Version: "2008-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/${aws:username}/*" }],
  };
  const role = roleOf({
    trustPolicy: { Version: "2012-10-17", ...trust },
    inlinePolicies: [{ name: "p", document: old }],
  });
  const content = JSON.stringify(snapshotOf({ roles: [role] }), null, 2);
  const { proposals } = lint([{ file: "account.json", content }]);
  const own = proposals.filter(({ finding }) => finding.ruleId === "IAM006");
  expect(own).toHaveLength(1);
  expect(resolveFixes(own)).toMatchObject({ changes: [], suggestions: own });
});
