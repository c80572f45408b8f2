import { identityDocuments, resourceDocuments, trustDocuments } from "../documents/samples";
import { lintFiles, verdicts } from "./helpers";

const { interfaceEndpoint, s3Endpoint, ...otherResourceDocuments } = resourceDocuments;
const { stateMachine, ...otherIdentityDocuments } = identityDocuments;

test.each(Object.entries({ ...otherIdentityDocuments, ...otherResourceDocuments, ...trustDocuments }))(
  "this project's own %s document has no finding",
  (name, document) => {
    expect(lintFiles({ [name]: document }).findings).toEqual([]);
  },
);

// Alone, such a document looks like a bucket's; on a VPC endpoint it only limits what others grant.
test.each(Object.entries({ interfaceEndpoint, s3Endpoint }))(
  "this project's own %s document has no finding where it is used",
  (name, document) => {
    const endpoint = { policy: JSON.stringify(document).replaceAll("${", () => "$${") };
    expect(
      lintFiles({ "main.tf.json": { resource: { aws_vpc_endpoint: { [name]: endpoint } } } }).findings,
    ).toEqual([]);
  },
);

// It hands the training job's role to SageMaker. Alone, nobody knows what that role may do; where it is used, one does.
test("this project's own stateMachine document depends on the role that it names, and on nothing else", () => {
  expect(verdicts(lintFiles({ stateMachine }).findings)).toEqual(["IAM305 warning"]);
  const policy = JSON.stringify(stateMachine).replace(
    /arn:aws:iam::\d+:role\/[\w-]+/g,
    "${aws_iam_role.job.arn}",
  );
  const resource = { aws_iam_role_policy: { machine: { role: "machine", policy } } };
  expect(lintFiles({ "main.tf.json": { resource } }).findings).toEqual([]);
});
