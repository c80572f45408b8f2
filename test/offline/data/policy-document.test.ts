import { policyDocument } from "../../../offline/data/policy-document";
import type { ValueMap } from "../../../offline/provider/values";

function read(config: ValueMap): ValueMap {
  return policyDocument.read({
    config,
    region: "eu-west-1",
    account: "123456789012",
    partition: "aws",
    hash: () => "",
  });
}

const minified = (config: ValueMap): string => read(config).minified_json as string;
const statement = (config: ValueMap): unknown =>
  (JSON.parse(minified({ statement: [config] })) as { Statement: unknown[] }).Statement[0];

test("a document is written in the provider's own order and indentation", () => {
  const document = read({
    policy_id: "id",
    statement: [
      {
        sid: "Read",
        actions: ["s3:GetObject", "s3:ListBucket"],
        resources: ["arn:aws:s3:::b"],
        principals: [{ type: "AWS", identifiers: ["123456789012"] }],
        condition: [{ test: "StringEquals", variable: "aws:SourceVpc", values: ["vpc-1"] }],
      },
    ],
  });
  expect(document.json).toBe(
    `{
  "Version": "2012-10-17",
  "Id": "id",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::b",
      "Principal": {
        "AWS": "123456789012"
      },
      "Condition": {
        "StringEquals": {
          "aws:SourceVpc": "vpc-1"
        }
      }
    }
  ]
}`,
  );
  expect(document.minified_json).toBe(JSON.stringify(JSON.parse(document.json as string)));
});

test("the identifier is the CRC-32 of the document", () => {
  // The checksum of the empty document's text, computed with zlib.
  expect(read({})).toMatchObject({ json: '{\n  "Version": "2012-10-17"\n}', id: "1132004489" });
});

test("one value stands alone, several are written in falling order", () => {
  expect(statement({ actions: ["b:B", "a:A", "c:C"], resources: ["*"] })).toEqual({
    Effect: "Allow",
    Action: ["c:C", "b:B", "a:A"],
    Resource: "*",
  });
  expect(statement({ not_actions: ["a:A"], not_resources: ["x", "y"], effect: "Deny" })).toEqual({
    Effect: "Deny",
    NotAction: "a:A",
    NotResource: ["y", "x"],
  });
});

test("&{ stands for ${ in resources, principals and conditions, and not in actions", () => {
  expect(
    statement({
      actions: ["a:&{x}"],
      resources: ["arn:aws:s3:::b/&{aws:username}/*"],
      principals: [{ type: "AWS", identifiers: ["&{aws:PrincipalArn}"] }],
      condition: [{ test: "StringLike", variable: "s3:prefix", values: ["home/&{aws:username}", ""] }],
    }),
  ).toEqual({
    Effect: "Allow",
    Action: "a:&{x}",
    Resource: "arn:aws:s3:::b/${aws:username}/*",
    Principal: { AWS: "${aws:PrincipalArn}" },
    Condition: { StringLike: { "s3:prefix": ["home/${aws:username}", ""] } },
  });
});

test("&{ is refused in the old version of the policy language", () => {
  const old = { version: "2008-10-17", statement: [{ actions: ["a:A"], resources: ["&{x}"] }] };
  expect(() => read(old)).toThrow("not supported in document version 2008-10-17");
  expect(read({ version: "2008-10-17", statement: [{ actions: ["a:A"], resources: ["x"] }] }).version).toBe(
    "2008-10-17",
  );
});

test("characters that Go escapes are escaped", () => {
  const text = minified({ statement: [{ actions: ["a:A"], resources: ["<a>&b"] }] });
  expect(text).toContain("\\u003ca\\u003e\\u0026b");
});

test.each<[string, ValueMap[], unknown]>([
  ["everybody is a bare asterisk", [{ type: "*", identifiers: ["*"] }], "*"],
  ["every AWS principal stays an object", [{ type: "AWS", identifiers: ["*"] }], { AWS: "*" }],
  [
    "one of several is an object",
    [
      { type: "*", identifiers: ["*"] },
      { type: "AWS", identifiers: ["1"] },
    ],
    { "*": "*", AWS: "1" },
  ],
  [
    "several identifiers fall",
    [{ type: "Service", identifiers: ["a", "c", "b"] }],
    { Service: ["c", "b", "a"] },
  ],
  [
    "equal types are joined",
    [
      { type: "AWS", identifiers: ["a"] },
      { type: "AWS", identifiers: ["b"] },
    ],
    { AWS: ["a", "b"] },
  ],
  [
    "types are sorted",
    [
      { type: "Service", identifiers: ["s"] },
      { type: "AWS", identifiers: ["a"] },
    ],
    { AWS: "a", Service: "s" },
  ],
])("principals: %s", (_what, principals, expected) => {
  const written = statement({ actions: ["a:A"], principals }) as { Principal: unknown };
  expect(written.Principal).toEqual(expected);
  expect(JSON.stringify(written.Principal)).toBe(JSON.stringify(expected));
});

test("conditions of one test and variable are joined in their order", () => {
  expect(
    statement({
      actions: ["a:A"],
      condition: [
        { test: "StringLike", variable: "v", values: ["b", "a"] },
        { test: "StringEquals", variable: "w", values: ["x"] },
        { test: "StringLike", variable: "v", values: ["c"] },
      ],
    }),
  ).toMatchObject({ Condition: { StringEquals: { w: "x" }, StringLike: { v: ["b", "a", "c"] } } });
});

const document = (...sids: (string | undefined)[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: sids.map((Sid) => ({ Sid, Effect: "Allow", Action: `from:${Sid ?? "none"}` })),
  });

const sids = (config: ValueMap): unknown[] =>
  (JSON.parse(minified(config)) as { Statement: { Sid?: string; Action: string }[] }).Statement.map(
    ({ Sid, Action }) => [Sid, Action],
  );

test("own statements take the place of source statements with the same Sid", () => {
  expect(
    sids({
      source_policy_documents: [document("A", undefined), document("B", undefined)],
      statement: [
        { sid: "B", actions: ["own:B"] },
        { sid: "C", actions: ["own:C"] },
      ],
    }),
  ).toEqual([
    ["A", "from:A"],
    [undefined, "from:none"],
    ["B", "own:B"],
    [undefined, "from:none"],
    ["C", "own:C"],
  ]);
});

test("override documents take the place of everything with the same Sid, the last one winning", () => {
  expect(
    sids({
      source_policy_documents: [document("A")],
      statement: [{ sid: "B", actions: ["own:B"] }],
      override_policy_documents: [document("B", "C"), document("C", "A")],
    }),
  ).toEqual([
    ["A", "from:A"],
    ["B", "from:B"],
    ["C", "from:C"],
  ]);
});

test("the newest version and the last identifier win", () => {
  const source = JSON.stringify({ Version: "2008-10-17", Id: "source", Statement: [] });
  expect(JSON.parse(minified({ source_policy_documents: [source] }))).toEqual({
    Version: "2012-10-17",
    Id: "source",
  });
  expect(JSON.parse(minified({ source_policy_documents: [source], policy_id: "own" }))).toMatchObject({
    Id: "own",
  });
});

test("a given document keeps the order of its lists but not of its principals", () => {
  const source = JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Action: ["a:A", "b:B"],
        Resource: ["x", "y"],
        Principal: { AWS: ["a", "b"] },
        Condition: { Bool: { secure: true, one: "true" } },
        Unknown: 1,
      },
    ],
  });
  expect(
    (JSON.parse(minified({ source_policy_documents: [source] })) as { Statement: unknown[] }).Statement,
  ).toEqual([
    {
      Effect: "Allow",
      Action: ["a:A", "b:B"],
      Resource: ["x", "y"],
      Principal: { AWS: ["b", "a"] },
      Condition: { Bool: { one: "true", secure: "true" } },
    },
  ]);
});

test.each<[string, ValueMap, string]>([
  ["two own statements", { statement: [{ sid: "A" }, { sid: "A" }] }, "duplicate Sid (A)"],
  [
    "two source documents",
    { source_policy_documents: [document("A"), document("A")] },
    "merging source document 1: duplicate Sid (A)",
  ],
  ["one source document", { source_policy_documents: [document("A", "A")] }, "(statement 1)"],
])("a Sid that occurs twice in %s is refused", (_what, config, message) => {
  expect(() => read(config)).toThrow(message);
});

test("statements without Sid may be as many as one likes", () => {
  expect(sids({ statement: [{ actions: ["a:A"] }, { actions: ["a:A"] }] })).toHaveLength(2);
});

test.each<[string, string, string]>([
  ["text that is no JSON", "{", "invalid JSON"],
  ["a list", "[]", "expected a JSON object"],
  ["a statement outside a list", '{"Statement":{"Effect":"Allow"}}', "Statement must be a list"],
  ["a principal that is a number", '{"Statement":[{"Principal":{"AWS":1}}]}', "Principal AWS must be"],
])("a given document is refused when it is %s", (_what, text, message) => {
  expect(() => read({ source_policy_documents: [text] })).toThrow(message);
  expect(() => read({ override_policy_documents: [text] })).toThrow(message);
});

test("a null in a list of documents is passed over", () => {
  expect(sids({ source_policy_documents: [null, document("A")] })).toEqual([["A", "from:A"]]);
});
