import { pathIn, wordsIn, type Locale } from "@/messages";

/** What stands at an address at which there is nothing: in this language, and in the other one below, for who followed a link of another's. */
export function NothingHere({ locale }: { locale: Locale }) {
  const [own, other] = [wordsIn(locale), wordsIn(locale === "en" ? "uk" : "en")];
  return (
    <>
      <h1>{own.t("site.notFound")}</h1>
      <p>{own.t("site.notFoundHelp")}</p>
      <p>
        <a href={pathIn(own.locale, "/")}>{own.t("site.toRecord")}</a>
      </p>
      <div lang={other.locale}>
        <h2>{other.t("site.notFound")}</h2>
        <p>{other.t("site.notFoundHelp")}</p>
        <p>
          <a href={pathIn(other.locale, "/")}>{other.t("site.toRecord")}</a>
        </p>
      </div>
    </>
  );
}
