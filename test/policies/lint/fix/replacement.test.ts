import { resolveFixes } from "../../../../policies/lint/fix";
import type { Policy } from "../../../../policies/lint/model/types";
import type { Edit } from "../../../../policies/lint/rules/rule";
import { edited, policiesOf, proposal } from "./support";

const statement = (policy: Policy) => {
  const [first] = policy.statements;
  if (first === undefined) throw new Error("no statement");
  return first;
};

const action = (index: number, value: unknown) => (policy: Policy) => {
  const place = statement(policy).actions?.[index]?.place;
  return place === undefined ? [] : [{ place, value }];
};

const resource = (index: number, value: unknown) => (policy: Policy) => {
  const place = statement(policy).resources?.[index]?.place;
  return place === undefined ? [] : [{ place, value }];
};

const condition = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const setCondition = (policy: Policy) => [
  { place: statement(policy).place, member: "Condition", value: condition },
];

const pretty = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect" : "Allow",
            "Action": ["s3:GetObject", "s3:PutObject",
                "s3:DeleteObject"],
            "Resource":   "*"
        }
    ]
}
`;

describe("in a policy file", () => {
  test("a value is replaced and every other character stays", () => {
    expect(edited("p.json", pretty, action(1, "s3:PutObjectAcl"))).toBe(
      pretty.replace('"s3:PutObject"', '"s3:PutObjectAcl"'),
    );
  });

  test.each([
    [0, '"s3:GetObject", ', ""],
    [1, ', "s3:PutObject"', ""],
    [2, ',\n                "s3:DeleteObject"', ""],
  ])("entry %i of a list goes with one comma", (index, before, after) => {
    expect(edited("p.json", pretty, action(index, undefined))).toBe(pretty.replace(before, after));
  });

  test("a new member comes last, in the document's own indentation", () => {
    expect(edited("p.json", pretty, setCondition)).toBe(
      pretty.replace(
        '"Resource":   "*"',
        `"Resource":   "*",
            "Condition": {
                "StringEquals": {
                    "iam:PassedToService": "lambda.amazonaws.com"
                }
            }`,
      ),
    );
  });

  test("a document on one line stays on one line, with or without blanks", () => {
    const compact =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}';
    expect(edited("p.json", compact, setCondition)).toBe(
      compact.replace(
        '"*"',
        '"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}',
      ),
    );
    const loose = compact.replaceAll('":', '": ').replaceAll(',"', ', "');
    expect(edited("p.json", loose, setCondition)).toBe(
      loose.replace(
        '"*"',
        '"*", "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}',
      ),
    );
  });

  test("a member that is there is replaced", () => {
    const version = (policy: Policy) => [{ place: policy.place, member: "Version", value: "2008-10-17" }];
    expect(edited("p.json", pretty, version)).toBe(pretty.replace("2012-10-17", "2008-10-17"));
  });

  test("a member is removed with its key", () => {
    const remove = (policy: Policy) => {
      const place = statement(policy).resources?.[0]?.place;
      return place === undefined ? [] : [{ place, value: undefined }];
    };
    expect(edited("p.json", pretty, remove)).toBe(pretty.replace(',\n            "Resource":   "*"', ""));
  });

  test("an IAM variable is written as it is", () => {
    const after = edited("p.json", pretty, action(0, "x:${aws:username}"));
    expect(after).toContain('"x:${aws:username}"');
  });
});

describe("in a string of Terraform JSON", () => {
  const inner = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["\${aws_s3_bucket.photos.arn}/*","arn:aws:s3:::x/$\${aws:username}"]}]}`;
  const file = JSON.stringify({ resource: { aws_iam_policy: { p: { policy: inner } } } }, null, 2);

  test("quotes are escaped, and expressions and variables around stay", () => {
    const after = edited("main.tf.json", file, setCondition);
    expect(after).toContain(
      String.raw`\"Resource\":[\"${"${aws_s3_bucket.photos.arn}"}/*\",\"arn:aws:s3:::x/$${"${aws:username}"}\"],\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}}`,
    );
    expect(after.length - file.length).toBe(
      String.raw`,\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}`.length,
    );
  });

  test("a variable is escaped from Terraform, and read back as one", () => {
    const after = edited("main.tf.json", file, resource(1, "arn:aws:s3:::y/${aws:username}%{x}"));
    expect(after).toContain(String.raw`\"arn:aws:s3:::y/$${"${aws:username}"}%%{x}\"`);
    const [policy] = policiesOf("main.tf.json", after);
    expect(policy?.statements[0]?.resources?.[1]?.value).toBe("arn:aws:s3:::y/${aws:username}%{x}");
  });

  test("in a plan a variable is written as it is", () => {
    const plan = JSON.stringify({
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_iam_policy.p",
              mode: "managed",
              type: "aws_iam_policy",
              values: { policy: inner.replaceAll("${aws_", "arn${aws_") },
            },
          ],
        },
      },
    });
    expect(edited("plan.json", plan, action(0, "x:${aws:username}"))).toContain(
      String.raw`[\"x:${"${aws:username}"}\",`,
    );
  });

  test("a value that only Terraform knows is not written down", () => {
    const [policy] = policiesOf("main.tf.json", file);
    const resource = policy?.statements[0]?.resources?.[0];
    if (resource === undefined) throw new Error("no resource");
    const edit: Edit = { place: resource.place, value: resource.value };
    const { changes, suggestions } = resolveFixes([proposal(edit)]);
    expect([changes, suggestions.length]).toEqual([[], 1]);
  });
});

describe("in a data block of Terraform JSON", () => {
  const file = JSON.stringify({
    data: {
      aws_iam_policy_document: {
        d: { statement: [{ actions: ["s3:GetObject", "s3:PutObject"], resources: ["*"] }] },
      },
    },
  });

  test("an entry is replaced where it stands", () => {
    expect(edited("main.tf.json", file, action(1, "x:${aws:username}"))).toBe(
      file.replace("s3:PutObject", () => "x:$${aws:username}"),
    );
  });

  test("an element of IAM's own words has no place: it is suggested", () => {
    const [policy] = policiesOf("main.tf.json", file);
    if (policy === undefined) throw new Error("no policy");
    expect(resolveFixes([proposal(...setCondition(policy))]).suggestions).toHaveLength(1);
  });
});

test("what stands in jsonencode has no exact place: it is suggested", () => {
  const policy =
    '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" }] })}';
  const file = JSON.stringify({ resource: { aws_iam_policy: { p: { policy } } } });
  const [read] = policiesOf("main.tf.json", file);
  if (read === undefined) throw new Error("no policy");
  expect(resolveFixes([proposal(...action(0, "s3:PutObject")(read))]).suggestions).toHaveLength(1);
});
