/** Versions of the method, the newest first: a rule that changes any number gets a version, a date and a sentence (messages). */
export const METHOD_VERSIONS = [{ version: "1.0", date: "2026-11-23", change: "first" }] as const;
