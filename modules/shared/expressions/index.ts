export * from "./blocks";
export * from "./each";
export * from "./maps";
export * from "./named";
export * from "./when";
