/** Every source of the record, to be found by name. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { requireActor } from "@/app/_server/session";
import { personsText } from "@/components/reading/numbers";
import { findSources } from "@/db/queries/desk";
import { pathIn } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";

const PATH = "/admin/sources";
const A_PAGE = 100;

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.sources") };
}

export default async function SourcesPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireActor(locale, PATH);
  const query = await queryOf(searchParams);
  const text = (query.get("q") ?? "").slice(0, 200);
  const asked = query.get("skip") ?? "";
  const skip = /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
  const { sources, count } = findSources(readDb(), actor, { text, most: A_PAGE, from: skip });
  const pageAt = (from: number) =>
    `${pathIn(locale, PATH)}?${new URLSearchParams({ ...(text && { q: text }), ...(from > 0 && { skip: String(from) }) })}`;
  return (
    <Desk words={words} actor={actor} path={PATH}>
      <h1>{t("admin.sources")}</h1>
      <form className={styles.filter} role="search">
        <div>
          <label htmlFor="q">{t("admin.sourceList.search")}</label>
          <input id="q" name="q" type="search" defaultValue={text} maxLength={200} />
        </div>
        <button type="submit" className="quiet">
          {t("admin.sourceList.find")}
        </button>
      </form>
      <p className="muted">{t("admin.sourceList.count", { count })}</p>
      <div className="scroll" role="region" tabIndex={0} aria-label={t("admin.sources")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("admin.sourceList.name")}</th>
              <th scope="col">{t("admin.sourceList.kind")}</th>
              <th scope="col">{t("admin.sourceList.voice")}</th>
              <th scope="col" className="num">
                {t("admin.sourceList.claims")}
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ slug, name, kind, role, voiceName, claims }) => (
              <tr key={slug}>
                <td>
                  <a href={pathIn(locale, `/admin/sources/${slug}`)}>{name}</a>
                  {role && <span className="muted">, {role}</span>}
                </td>
                <td>{t(`words.kind.${kind}`)}</td>
                <td>{voiceName}</td>
                <td className="num">{personsText(words, claims)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.actions}>
        {skip > 0 && <a href={pageAt(0)}>{t("admin.sourceList.first")}</a>}
        {skip + A_PAGE < count && <a href={pageAt(skip + A_PAGE)}>{t("admin.sourceList.next")}</a>}
      </p>
    </Desk>
  );
}
