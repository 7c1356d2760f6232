import type { ReactNode } from "react";
import { findRecord } from "@/db/queries/record";
import { Footer } from "@/components/page/footer";
import { Header, type Section } from "@/components/page/header";
import { dayText } from "@/components/reading/times";
import type { Words } from "@/messages";
import { hasDesk } from "../../_server/copy";
import { readDb } from "../../_server/database";

interface Props {
  words: Words;
  path: string;
  query?: string;
  current: Section | null;
  children: ReactNode;
}

/** Head and foot of a reader's page, with when the record last changed. */
export function Shell({ words, path, query, current, children }: Props) {
  const record = findRecord(readDb());
  const changed = record.changedAt === null ? null : dayText(words, record.changedAt, record.timeZone);
  return (
    <div className="wrap">
      <Header words={words} path={path} query={query} current={current} changed={changed} />
      <main id="content">{children}</main>
      <Footer words={words} licence={record.licence} contact={record.contact} hasDesk={hasDesk()} />
    </div>
  );
}
