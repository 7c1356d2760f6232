import { Header } from "@/components/page/header";
import { NothingHere } from "@/components/page/nothing-here";
import { wordsIn } from "@/messages";

/** Next gives this page no language, and writes it with scripts alone: readers' pages have `nothing` (nothing.tsx). */
export default function NotFound() {
  return (
    <div className="wrap">
      <Header words={wordsIn("en")} path="/" current={null} changed={null} />
      <main id="content">
        <NothingHere locale="en" />
      </main>
    </div>
  );
}
