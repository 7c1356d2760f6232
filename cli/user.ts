/** `attest user create`: an account, made by whoever can reach the database file. */
import { parseArgs } from "node:util";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { hashPassword } from "@/db/passwords";
import { Refused } from "@/db/refused";
import { AccountInput, LONGEST_PASSWORD, RoleInput, SHORTEST_PASSWORD } from "@/domain/account";
import { UsageError, withRecord, type Command } from "./command";
import { readPassword } from "./password";

const USAGE = `user create --email E --role recorder|editor|admin [--name N]
The password is asked for, or read as the first line of standard input.`;

export const user: Command = {
  says: "Makes an account.",
  usage: USAGE,
  run: async ([verb, ...args]) => {
    if (verb !== "create") throw new UsageError(`Usage: ${USAGE}`);
    const { values } = parseArgs({
      args,
      options: { email: { type: "string" }, role: { type: "string" }, name: { type: "string" } },
    });
    const role = RoleInput.safeParse(values.role);
    if (!values.email || !role.success) throw new UsageError(`An account needs --email and --role.\n\nUsage: ${USAGE}`);
    const password = await readPassword();
    const name = values.name ?? values.email.split("@")[0]!;
    const parsed = AccountInput.safeParse({ email: values.email, name, password });
    if (!parsed.success) throw new UsageError(parsed.error.issues.map(({ message }) => SENTENCES[message] ?? message).join("\n"));
    const { email } = parsed.data;
    const passwordHash = await hashPassword(password);
    await withRecord((db) =>
      createOrSay(() =>
        createAccount(db, makeActor({ accountId: null, name: "command line", role: "admin" }), {
          email,
          name,
          role: role.data,
          passwordHash,
        }),
      ),
    );
    console.log(`Made the account of ${email}, ${role.data}.`);
  },
};

const SENTENCES: Record<string, string> = {
  "email.invalid": "--email is no e-mail address.",
  "name.missing": "--name is empty.",
  "text.too_long": "--email or --name is too long.",
  "password.too_short": `The password needs at least ${SHORTEST_PASSWORD} characters.`,
  "password.too_long": `The password is longer than ${LONGEST_PASSWORD} characters.`,
  "password.too_common": "The password is made of what is guessed first. Choose several unrelated words.",
  "password.has_name": "The password contains the name or the address.",
  "password.pattern": "The password is one pattern over and over.",
};

function createOrSay(create: () => unknown): void {
  try {
    create();
  } catch (error) {
    if (error instanceof Refused && error.code === "account.email_taken")
      throw new Refused("There is an account with this address already.");
    throw error;
  }
}
