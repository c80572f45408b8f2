import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../../../policies/documents";
import { identityDocuments, resourceDocuments, trustDocuments } from "./samples";

const expectedFolder = join(__dirname, "expected");

function fileName(document: string): string {
  return `${document.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`;
}

describe.each([
  ["identity", identityDocuments],
  ["resource", resourceDocuments],
  ["trust", trustDocuments],
])("every %s document, with every option on, is exactly the reviewed one", (folder, documents) => {
  test.each(Object.entries(documents))("%s", (name, document) => {
    const reviewed = JSON.parse(
      readFileSync(join(expectedFolder, folder, fileName(name)), "utf8"),
    ) as PolicyDocument;
    expect(document).toEqual(reviewed);
  });

  test("and no reviewed document is left without its function", () => {
    expect(readdirSync(join(expectedFolder, folder)).sort()).toEqual(
      Object.keys(documents).map(fileName).sort(),
    );
  });
});
