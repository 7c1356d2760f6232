/** Where one incident was: a mark on its country, no finer than it is known. */
import { inOneText } from "../reading/markup";
import { textWidth } from "../charts/text-width";
import styles from "./city-map.module.css";
import { groundOf, type Size } from "./ground";

interface Props {
  countries: readonly string[];
  longitude: number;
  latitude: number;
  name: string;
  label: string;
}

const SIZE: Size = { width: 360, height: 240 };

export function SpotMap({ countries, longitude, latitude, name, label }: Props) {
  const ground = groundOf(countries, [[longitude, latitude]], SIZE);
  const spot = ground.at(longitude, latitude);
  if (!spot) return null;
  const isLeft = spot.x + textWidth(name, 13) + 14 > SIZE.width;
  return inOneText(
    <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={label} className={styles.spot} data-map="spot">
      <path d={ground.others} className={styles.others} />
      <path d={ground.own} className={styles.own} />
      <circle cx={spot.x} cy={spot.y} r={9} fill="var(--ink)" fillOpacity={0.16} />
      <circle cx={spot.x} cy={spot.y} r={3.5} fill="var(--ink)" />
      <text x={spot.x + (isLeft ? -12 : 12)} y={spot.y + 4} textAnchor={isLeft ? "end" : "start"}>
        {name}
      </text>
    </svg>,
  );
}
