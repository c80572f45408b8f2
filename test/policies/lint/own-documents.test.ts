import { identityDocuments, resourceDocuments, trustDocuments } from "../documents/samples";
import { lintFiles } from "./helpers";

const { interfaceEndpoint, s3Endpoint, ...otherResourceDocuments } = resourceDocuments;

test.each(Object.entries({ ...identityDocuments, ...otherResourceDocuments, ...trustDocuments }))(
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
