/** The model that endpoints start with. */
import * as path from "node:path";
import { archive } from "../modules/training-host/bootstrap-archive";

export const starterModelArchive = (): string =>
  archive({
    name: "starter-model",
    folder: path.resolve(__dirname, "../model-src/demo/model"),
    include: /./,
  });
