/** A server with an empty record of its own and people who can sign in to it, for tests of the desk. */
import type { Browser, Page } from "@playwright/test";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendRecord } from "@/db/commands/settings";
import { openDatabase, type Db } from "@/db/open";
import { hashPassword } from "@/db/passwords";
import type { Role } from "@/domain/vocabulary";
import { startAttest, type AttestServer } from "./attest-server";

export const PASSWORD = "slow river amber lantern";

export type Member = Actor & { accountId: number };

export interface DeskRecord {
  server: AttestServer;
  db: Db;
  people: Record<string, Member>;
  stop: () => Promise<void>;
}

/** Starts it with accounts "name@example.org", all with the same password. */
export async function startDesk(members: Record<string, Role>): Promise<DeskRecord> {
  const server = await startAttest({ env: { ATTEST_DEMO: "0" } });
  const db = openDatabase(server.file, { create: false });
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  amendRecord(db, shell, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  const passwordHash = await hashPassword(PASSWORD);
  const people = Object.fromEntries(
    Object.entries(members).map(([name, role]) => {
      const { id } = createAccount(db, shell, { email: `${name}@example.org`, name, passwordHash, role });
      return [name, makeActor({ accountId: id, name, role }) as Member];
    }),
  );
  return {
    server,
    db,
    people,
    stop: async () => {
      db.close();
      await server.stop();
    },
  };
}

/** A page of somebody signed in, in a browser context of its own. */
export async function pageOf(browser: Browser, { server }: DeskRecord, name: string, options: object = {}): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: server.origin, ...options })).newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin$/);
  return page;
}

/** A keyboard that counts: a text typed, a choice made by its letters, and each key pressed are one action each. */
export class Keyboard {
  actions = 0;
  constructor(readonly page: Page) {}
  async type(text: string): Promise<void> {
    this.actions += 1;
    await this.page.keyboard.type(text);
  }
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.actions += 1;
      await this.page.keyboard.press(key);
    }
  }
}
