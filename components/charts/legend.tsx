/** The names of a chart's layers, in their order. */
import type { ChartLayer } from "./chart-data";
import styles from "./legend.module.css";

export function Legend({ layers }: { layers: readonly ChartLayer[] }) {
  return (
    <ul className={styles.legend}>
      {layers.map((layer) => (
        <li key={layer.name} className={styles[`tone-${layer.tone}`]}>
          {layer.name}
        </li>
      ))}
    </ul>
  );
}
