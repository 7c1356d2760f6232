/** Reading a password for the command line. */
import { createInterface } from "node:readline";
import { UsageError } from "./command";

/** From a terminal without showing it; else the first line of standard input. */
export async function readPassword(): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write("Password: ");
  // readline echoes what is typed to its output: it is given none.
  const lines = createInterface({ input: stdin, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line;
    throw new UsageError("No password came on standard input.");
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write("\n");
  }
}
