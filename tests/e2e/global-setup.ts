/** One server for the browser tests, with the demo record and no account yet. */
import { startAttest } from "../support/attest-server";

export default async function setup(): Promise<() => Promise<void>> {
  const server = await startAttest();
  process.env.ATTEST_TEST_ORIGIN = server.origin;
  process.env.ATTEST_TEST_INVITATION = server.invitation ?? "";
  process.env.ATTEST_TEST_DB = server.file;
  return () => server.stop();
}
