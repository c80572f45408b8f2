export * from "./blocks";
export * from "./each";
export * from "./filter";
export * from "./maps";
export * from "./objects";
export * from "./named";
export * from "./when";
