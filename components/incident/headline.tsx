/** An incident in a sentence: what, and how many were reported killed and wounded, with the range. */
import type { ReactNode } from "react";
import type { Toll } from "@/domain/incident-summary";
import type { Words } from "@/messages";
import { languageOf } from "../reading/names";
import { personsText } from "../reading/numbers";

export function Headline({ words, title, killed, wounded }: { words: Words; title: string; killed: Toll; wounded: Toll }) {
  return (
    <h1>
      <span lang={languageOf(title)}>{title}</span>: {phrase(words, "killed", killed)}, {phrase(words, "wounded", wounded)}.
    </h1>
  );
}

function phrase(words: Words, metric: "killed" | "wounded", toll: Toll): ReactNode {
  return words.t.rich(`incident.headline.${metric}.${shapeOf(toll)}`, {
    low: personsText(words, toll.low ?? 0),
    high: personsText(words, toll.high ?? 0),
    count: toll.low ?? 0,
    b: (chunks) => <b className={metric === "wounded" ? "wounded" : undefined}>{chunks}</b>,
  });
}

function shapeOf({
  state,
  low,
  high,
  open,
}: Toll): "range" | "rangeOpen" | "one" | "oneOpen" | "none" | "unknown" | "not_stated" {
  if (state !== "figure") return state;
  if (low === high) return open ? "oneOpen" : "one";
  return open ? "rangeOpen" : "range";
}
