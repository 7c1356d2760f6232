/**
 * One server for the readers' browser tests, with the demo record. Nobody writes on it: no account is made, and its one-time
 * link is not handed on. A test that writes starts a server of its own.
 */
import { startAttest } from "../support/attest-server";

export default async function setup(): Promise<() => Promise<void>> {
  const server = await startAttest();
  process.env.ATTEST_TEST_ORIGIN = server.origin;
  return () => server.stop();
}
