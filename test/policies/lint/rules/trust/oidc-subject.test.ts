import { trustFindings, trustVerdicts, trustVerdictsOfTerraform } from "./support";

const web = (host: string, condition?: object) => ({
  Effect: "Allow",
  Principal: {
    Federated:
      host.includes("oidc") || host.includes("/") || host.startsWith("token.") || host.startsWith("gitlab")
        ? `arn:aws:iam::111122223333:oidc-provider/${host}`
        : host,
  },
  Action: "sts:AssumeRoleWithWebIdentity",
  ...(condition === undefined ? {} : { Condition: condition }),
});

const github = "token.actions.githubusercontent.com";
const sub = (value: string | readonly string[], operator = "StringLike") => ({
  [operator]: { [`${github}:sub`]: value },
});
const aud = { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } };

test.each([
  ["nothing", undefined],
  ["the audience alone", aud],
  ["any subject", sub("*")],
  ["any repository", sub("repo:*")],
  ["any repository, said at length", sub("repo:*/*")],
  ["repositories of whoever takes such a name", sub("repo:exam*/app:*")],
  ["one repository or any", sub(["repo:example/app:*", "*"])],
  ["the subject of another provider", { StringLike: { "gitlab.com:sub": "project_path:example/app:*" } }],
  ["anything but a subject", { StringNotLike: { [`${github}:sub`]: "repo:example/app:*" } }],
])("GitHub with %s is an error", (_, condition) => {
  expect(trustVerdicts(web(github, condition))).toEqual(["IAM404 error"]);
});

test("the missing subject is explained beside the audience", () => {
  const [finding] = trustFindings(web(github, aud));
  expect(finding?.message).toContain("the audience is the same for all of them");
});

test("a whole organization is a warning", () => {
  for (const value of ["repo:example/*", "repo:example/*:ref:refs/heads/main"]) {
    expect(trustVerdicts(web(github, sub(value)))).toEqual(["IAM404 warning"]);
  }
});

test.each([
  ["a repository", sub("repo:example/app:*")],
  ["repositories by their start", sub("repo:example/app-*:ref:refs/heads/main")],
  ["a branch", sub("repo:example/app:ref:refs/heads/main", "StringEquals")],
  [
    "a branch, where there is a subject (there always is)",
    sub("repo:example/app:ref:refs/heads/main", "StringEqualsIfExists"),
  ],
  [
    "a wide and a narrow condition",
    { ...sub("repo:*"), ...sub("repo:example/app:ref:refs/heads/main", "StringEquals") },
  ],
  [
    "a workflow",
    { StringLike: { [`${github}:job_workflow_ref`]: "example/flows/.github/workflows/deploy.yml@*" } },
  ],
])("%s is narrow", (_, condition) => {
  expect(trustVerdicts(web(github, condition))).toEqual([]);
});

test("StringEquals takes a star for a letter: nobody gets in", () => {
  const [finding, ...more] = trustFindings(web(github, sub("repo:example/app:*", "StringEquals")));
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ ruleId: "IAM404", severity: "warning" });
  expect(finding?.message).toContain("nobody can assume the role");
});

test.each([
  ["gitlab.com", "project_path:*", "error"],
  ["gitlab.com", "project_path:example/*", "warning"],
  ["gitlab.com", "project_path:example/app:ref_type:branch:ref:*", undefined],
  ["gitlab.example.com/", "*", "error"],
  ["oidc.eks.eu-west-1.amazonaws.com/id/ABC", "system:serviceaccount:*", "warning"],
  ["oidc.eks.eu-west-1.amazonaws.com/id/ABC", "*", "error"],
  ["oidc.eks.eu-west-1.amazonaws.com/id/ABC", "system:serviceaccount:jobs:train", undefined],
  ["login.example.com/oidc", "*", "error"],
  ["login.example.com/oidc", "user:*", "error"],
  ["login.example.com/oidc", "user:jane*", undefined],
])("%s with %s", (host, value, severity) => {
  const findings = trustFindings(web(host, { StringLike: { [`${host}:sub`]: value } }));
  expect(findings[0]?.severity).toBe(severity);
});

test("EKS without subject is any pod of the cluster", () => {
  const host = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";
  expect(trustVerdicts(web(host, { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" } }))).toEqual([
    "IAM404 error",
  ]);
});

test("Cognito needs its pool, and who signed in", () => {
  const host = "cognito-identity.amazonaws.com";
  const pool = { [`${host}:aud`]: "eu-west-1:0a1b2c3d" };
  const signedIn = (value: string) => ({ "ForAnyValue:StringLike": { [`${host}:amr`]: value } });
  expect(trustVerdicts(web(host))).toEqual(["IAM404 error"]);
  expect(trustVerdicts(web(host, { StringEquals: pool }))).toEqual(["IAM404 warning"]);
  expect(trustVerdicts(web(host, { StringEquals: pool, ...signedIn("unauthenticated") }))).toEqual([
    "IAM404 warning",
  ]);
  expect(trustVerdicts(web(host, { StringEquals: pool, ...signedIn("authenticated") }))).toEqual([]);
});

test("Facebook and Amazon are told by the application", () => {
  expect(trustVerdicts(web("graph.facebook.com"))).toEqual(["IAM404 error"]);
  expect(
    trustVerdicts(web("graph.facebook.com", { StringEquals: { "graph.facebook.com:app_id": "1" } })),
  ).toEqual([]);
});

test("SAML without audience is a warning", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/idp" },
    Action: "sts:AssumeRoleWithSAML",
  };
  expect(trustVerdicts(statement)).toEqual(["IAM404 warning"]);
  const audience = { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } };
  expect(trustVerdicts({ ...statement, Condition: audience })).toEqual([]);
});

test("a provider that Terraform makes is told by the keys of the conditions", () => {
  const role = (condition?: object) => {
    const statement = {
      ...web(github, condition),
      Principal: { Federated: "${aws_iam_openid_connect_provider.github.arn}" },
    };
    const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    return trustVerdictsOfTerraform({ aws_iam_role: { deploy: { assume_role_policy } } });
  };
  expect(role()).toEqual(["IAM404 error"]);
  expect(role(sub("repo:*"))).toEqual(["IAM404 error"]);
  expect(role(sub("repo:${var.organization}/app:*"))).toEqual([]);
  expect(role(sub("repo:${var.organization}/*"))).toEqual(["IAM404 warning"]);
  expect(role(sub("repo:${var.repository}:*"))).toEqual([]);
});
