/** Where a database's releases lie. */
import { basename, dirname, extname, join } from "node:path";

/** "data/attest.sqlite" has its releases in "data/attest-releases". */
export function releasesFolder(file: string): string {
  return join(dirname(file), `${basename(file, extname(file))}-releases`);
}

/** Where a release's files lie. */
export function releaseFolder(file: string, version: string): string {
  return join(releasesFolder(file), version);
}
