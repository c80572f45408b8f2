import { allow, deny, lintFiles, policy, verdicts } from "../../helpers";
import { breadth, breadthFindings, breadthOf } from "./support";

const bucket = ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"];
const denyAllBut = (action: string, spared: string | string[] = bucket) => ({
  Effect: "Deny",
  Action: action,
  NotResource: spared,
});

describe("a Deny on all but some resources leaves those", () => {
  test.each<[string, object, object, string[]]>([
    ["writes and reads", allow(["s3:GetObject", "s3:PutObject"]), denyAllBut("s3:*"), []],
    ["permission management", allow("s3:PutBucketPolicy"), denyAllBut("s3:*"), []],
    ["other actions than denied", allow("s3:PutObject"), denyAllBut("s3:GetObject"), ["IAM203 warning"]],
    [
      "all buckets, which is no less",
      allow("s3:PutObject"),
      denyAllBut("s3:*", "arn:aws:s3:::*"),
      ["IAM203 warning"],
    ],
    ["buckets by a name's beginning", allow("s3:PutObject"), denyAllBut("s3:*", "arn:aws:s3:::photos*"), []],
    [
      "under a condition, which may not hold",
      allow("s3:PutObject"),
      { ...denyAllBut("s3:*"), Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } },
      ["IAM203 warning"],
    ],
    ["users, of which nothing is left but what is spared", allow("sqs:SendMessage"), denyAllBut("*"), []],
    ["everything", allow("*"), denyAllBut("*"), ["IAM202 error"]],
  ])("%s", (_, allowed, denied, expected) => {
    expect(breadth(allowed, denied)).toEqual(expected);
  });

  test("the message names what is left", () => {
    const [finding, ...more] = breadthFindings(allow("s3:*"), denyAllBut("s3:*"));
    expect(more).toEqual([]);
    expect(finding?.message).toContain(`on ${bucket.join(", ")}.`);
    expect(finding?.message).not.toContain("on *");
  });
});

describe("a boundary limits resources as well as actions", () => {
  const roleWith = (inline: object, boundary: object) =>
    breadthOf(
      lintFiles({
        "main.tf.json": {
          resource: {
            aws_iam_policy: { limit: { name: "limit", policy: JSON.stringify(policy(boundary)) } },
            aws_iam_role: { r: { permissions_boundary: "${aws_iam_policy.limit.arn}" } },
            aws_iam_role_policy: {
              p: { role: "${aws_iam_role.r.id}", policy: JSON.stringify(policy(inline)) },
            },
          },
        },
      }).findings,
    );

  test.each<[string, object, object, string[]]>([
    ["one action on one bucket", allow("*"), allow("s3:GetObject", "arn:aws:s3:::photos/*"), []],
    ["one action on all", allow("*"), allow("s3:GetObject"), ["IAM207 warning"]],
    ["a write on one bucket", allow("s3:PutObject"), allow("s3:*", bucket), []],
    ["a write on all", allow("s3:PutObject"), allow("s3:*"), ["IAM203 warning"]],
    ["the whole service on one bucket", allow("s3:*"), allow("s3:*", bucket), ["IAM202 error"]],
    ["another service", allow("sqs:SendMessage"), allow("s3:*"), []],
  ])("%s", (_, inline, boundary, expected) => {
    expect(verdicts(roleWith(inline, boundary))).toEqual(expected);
  });

  test("a Deny in the boundary counts", () => {
    const boundary = policy(allow("*"), deny("s3:*"));
    const resource = {
      aws_iam_policy: { limit: { name: "limit", policy: JSON.stringify(boundary) } },
      aws_iam_user: { u: { permissions_boundary: "${aws_iam_policy.limit.arn}" } },
      aws_iam_user_policy: {
        p: { user: "${aws_iam_user.u.name}", policy: JSON.stringify(policy(allow("s3:PutObject"))) },
      },
    };
    expect(breadthOf(lintFiles({ "main.tf.json": { resource } }).findings)).toEqual([]);
  });
});
