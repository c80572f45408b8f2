import { identityDocuments, resourceDocuments, trustDocuments } from "../documents/samples";
import { lintFiles } from "./helpers";

test.each(Object.entries({ ...identityDocuments, ...resourceDocuments, ...trustDocuments }))(
  "this project's own %s document has no finding",
  (name, document) => {
    expect(lintFiles({ [name]: document }).findings).toEqual([]);
  },
);
