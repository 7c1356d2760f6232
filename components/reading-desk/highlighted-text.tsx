/** A captured text with the words of each claim marked; a figure's words are a link to its claim. */
import { languageOf } from "@/components/reading/names";
import { segmentsOf, type Mark, type Segment } from "./segments";
import styles from "./reading-desk.module.css";

interface Props {
  text: string;
  marks: readonly Mark[];
  /** Where a figure's words lead, by the claim's number on the page. */
  hrefOf: (claim: number) => string;
  from?: number;
  to?: number;
}

export function HighlightedText({ text, marks, hrefOf, from, to }: Props) {
  const linked = new Set<number>();
  return (
    <div className={styles.text} lang={languageOf(text)}>
      {segmentsOf(text, marks, from, to).map((segment, index) => (
        <Piece key={index} segment={segment} hrefOf={hrefOf} linked={linked} />
      ))}
    </div>
  );
}

const FIGURES: readonly string[] = ["killed", "wounded", "missing", "casualties"];

function Piece({
  segment: { text, part, of, isFirst },
  hrefOf,
  linked,
}: { segment: Segment; linked: Set<number> } & Pick<Props, "hrefOf">) {
  if (of.length === 0) return text;
  const claim = of[0]!;
  if (part === null)
    return (
      <span className={styles.sentence} data-of={of.join(" ")}>
        {text}
      </span>
    );
  if (!FIGURES.includes(part))
    return (
      <span className={styles.part} data-of={of.join(" ")} data-part={part}>
        {text}
      </span>
    );
  const id = isFirst && !linked.has(claim) ? `words-${claim}` : undefined;
  linked.add(claim);
  return (
    <a href={hrefOf(claim)} id={id} className={styles.figure} data-of={of.join(" ")} data-part={part}>
      {text}
    </a>
  );
}
