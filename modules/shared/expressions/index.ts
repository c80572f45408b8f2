export * from "./blocks";
export * from "./each";
export * from "./maps";
export * from "./when";
