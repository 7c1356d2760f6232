/** Pages that are made to be files: a copy of a release that needs no server. What only a server can do is not offered on them. */
export function isCopy(): boolean {
  return process.env.ATTEST_STATIC === "1";
}

/** Whether people sign in here: neither on a copy nor on a mirror. */
export function hasDesk(): boolean {
  return !isCopy() && process.env.ATTEST_MIRROR !== "1";
}
