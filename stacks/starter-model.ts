/** The model that endpoints start with, before any training run: small, and without knowledge of real photos. */
import * as path from "node:path";
import { archive, filesBelow } from "../modules/shared/archive";

const SOURCE = path.resolve(__dirname, "../model-src");
const HANDLER = /^(inference\.py|requirements-serve\.txt|serve\/\w+\.py)$/;

/**
 * `model.tar.gz` as a training job leaves it: `model-src/demo/model` at the top, the handler in `code/`.
 * @returns the archive's path; equal content gives equal bytes
 */
export const starterModelArchive = (): string =>
  archive({
    name: "starter-model",
    entries: [...filesBelow(path.join(SOURCE, "demo/model")), ...filesBelow(SOURCE, HANDLER, "code")],
  });
