export * from "./blocks";
export * from "./each";
export * from "./when";
