/** Every table of the record. */
export * from "./account";
export * from "./audit";
export * from "./claim";
export * from "./desk";
export * from "./estimate";
export * from "./import";
export * from "./incident";
export * from "./incident-toll";
export * from "./place";
export * from "./reading";
export * from "./record";
export * from "./release";
export * from "./report";
export * from "./rollup";
export * from "./source";
export * from "./source-about";
export * from "./two-factor";
