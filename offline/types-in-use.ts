import { BEHAVIOURS } from "./behaviour";
import { DATA_SOURCES } from "./data";
import type { TypesInUse } from "./schema/types";

/** Every type that offline mode honours; it refuses all others. */
export const TYPES_IN_USE: TypesInUse = {
  resources: Object.keys(BEHAVIOURS).sort(),
  dataSources: Object.keys(DATA_SOURCES).sort(),
};
