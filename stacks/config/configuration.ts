import type { PlainOf } from "../../modules/shared/inputs";
import type { inputs } from "./schema";

/** What a configuration says, with all defaults filled in. */
export type Configuration = PlainOf<typeof inputs>;
