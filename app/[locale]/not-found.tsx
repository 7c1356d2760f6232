import { Header } from "@/components/page/header";
import { wordsIn } from "@/messages";

/** Next gives this page no language: it speaks both. */
export default function NotFound() {
  const [en, uk] = [wordsIn("en"), wordsIn("uk")];
  return (
    <div className="wrap">
      <Header words={en} path="/" current={null} changed={null} />
      <main id="content">
        <h1>{en.t("site.notFound")}</h1>
        <p>{en.t("site.notFoundHelp")}</p>
        <p>
          <a href="/">{en.t("site.toRecord")}</a>
        </p>
        <div lang="uk">
          <h2>{uk.t("site.notFound")}</h2>
          <p>{uk.t("site.notFoundHelp")}</p>
          <p>
            <a href="/uk">{uk.t("site.toRecord")}</a>
          </p>
        </div>
      </main>
    </div>
  );
}
