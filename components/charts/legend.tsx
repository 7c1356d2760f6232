/**
 * The names of a chart's layers, in their order. Pointing at one, reaching it by key or pressing it brings its layer
 * forward; that is done by the style sheet alone and works before and without any script.
 */
import type { ChartLayer } from "./chart-data";
import styles from "./legend.module.css";

interface Props {
  layers: readonly ChartLayer[];
  /** What pressing a name does, for those who hear it. */
  label: string;
}

export function Legend({ layers, label }: Props) {
  return (
    <ul className={styles.legend} aria-label={label}>
      {layers.map((layer) => (
        <li key={layer.name} className={styles[`tone-${layer.tone}`]} data-tone={layer.tone}>
          <label>
            <input type="checkbox" className="visually-hidden" autoComplete="off" />
            {layer.name}
          </label>
        </li>
      ))}
    </ul>
  );
}

/** The class of the element that holds a legend and its chart. */
export const highlighting: string = styles.highlighting!;
