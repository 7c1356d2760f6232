/** Plans that must not depend on how many rows a record has just now (0015_unseen.sql): a wrong one walks the whole record. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openForReading } from "@/db/open";
import { UNSEEN } from "@/db/queries/desk";
import { testDatabase } from "../support/database";

function plan(question: string): string {
  const db = openForReading(testDatabase().file);
  try {
    return db
      .rows<{ detail: string }>(sql.raw(`explain query plan ${question}`))
      .map(({ detail }) => detail)
      .join("; ");
  } finally {
    db.close();
  }
}

test("the parts of a wider incident are found by its id", () => {
  expect(plan("select code from incident where part_of_id = 1 and publication = 'published'")).toContain("incident_part_of");
});

test("the queue begins with what readers do not see", () => {
  expect(
    plan(`select id from incident where ${UNSEEN.queryChunks.map((one) => (one as { value: string[] }).value).join("")}`),
  ).toContain("incident_unseen");
  expect(
    plan("select incident_id from claim where publication <> 'published' and publication in ('draft', 'submitted')"),
  ).toContain("claim_unseen");
});

test("the last entry of the audit log is found by its number, whatever an analyze of a young record says", () => {
  const question = "select id, hash from audit not indexed order by id desc limit 1";
  expect(plan(question)).not.toMatch(/TEMP B-TREE|USING INDEX/);
});

test("a search by words begins with the words", () => {
  const found = "select rowid from incident_search where incident_search match 'market'";
  expect(plan(`select count(*) from incident i where i.publication = 'published' and i.id in (${found})`)).toContain(
    "USING INTEGER PRIMARY KEY",
  );
});
