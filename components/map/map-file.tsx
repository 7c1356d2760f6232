/** The map as a file: the page's circles and names, with its own colours. */
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { pictureFile, type FileWords } from "../charts/chart-file";
import { personsText } from "../reading/numbers";
import { labelsOf, MAP_SIZE, spotsOf, type PlacedCity, type Spots } from "./spots";

export { mapSummary } from "./spots";

const MOST_LABELS = 18;
/** The drawing is half as large again as on the page, so that the file's text stands in proportion. */
const GROWN = 1.5;

interface Props {
  words: Words;
  metric: Metric;
  countries: readonly string[];
  cities: readonly PlacedCity[];
}

/** The file of a map. */
export function mapFile(file: FileWords, { words, metric, countries, cities }: Props): string {
  const colour = metric === "wounded" ? "var(--wounded)" : "var(--ink)";
  const size = { width: MAP_SIZE.width * GROWN, height: cities.length === 0 ? 0 : MAP_SIZE.height * GROWN };
  return pictureFile(file, size, colour, null, 0, ({ x, y, width }) =>
    cities.length === 0 ? null : (
      <svg
        x={x}
        y={y}
        width={width}
        height={size.height}
        viewBox={`0 0 ${MAP_SIZE.width} ${MAP_SIZE.height}`}
        fontFamily="var(--sans)"
        fontSize={10}
      >
        <MapDrawing words={words} metric={metric} placed={spotsOf(countries, cities)} />
      </svg>
    ),
  );
}

interface DrawingProps {
  words: Words;
  metric: Metric;
  placed: Spots;
}

/** Ground, circles, names and the scale of areas. */
function MapDrawing({ words, metric, placed: { ground, spots, scale } }: DrawingProps) {
  const colour = metric === "wounded" ? "var(--wounded-mark)" : "var(--killed-mark)";
  return (
    <>
      <path d={ground.others} fill="none" stroke="var(--hairline)" />
      <path d={ground.own} fill="var(--raised)" stroke="var(--field)" strokeLinejoin="round" />
      {spots.map(({ city, x, y, r, highR }) => (
        <g key={city.slug} transform={`translate(${x} ${y})`} fill={colour}>
          {highR !== null && (
            <circle
              r={highR}
              fillOpacity={0.1}
              stroke={colour}
              strokeOpacity={0.35}
              strokeWidth={0.8}
              strokeDasharray={city.open ? "2 2" : undefined}
            />
          )}
          {city.best === null ? (
            <circle r={r} fill="var(--paper)" stroke={colour} />
          ) : (
            <circle r={r} fillOpacity={0.78} stroke="var(--paper)" strokeWidth={0.7} />
          )}
        </g>
      ))}
      {labelsOf(spots.slice(0, MOST_LABELS), 10 / 12, spots).map((label) => (
        <text
          key={label.key}
          x={Math.round(label.x)}
          y={Math.round(label.y)}
          textAnchor={label.anchor}
          fill="var(--ink)"
          stroke="var(--paper)"
          strokeWidth={2.5}
          strokeOpacity={0.75}
          strokeLinejoin="round"
          paintOrder="stroke"
        >
          {label.text}
        </text>
      ))}
      <g transform={`translate(8 ${MAP_SIZE.height - 8})`}>
        <AreaScale scale={scale} colour={colour} number={(persons) => personsText(words, persons)} />
      </g>
    </>
  );
}

interface ScaleProps {
  scale: Spots["scale"];
  colour: string;
  number: (persons: number) => string;
  /** How much larger the text is than the drawing's own. */
  text?: number;
}

/** Circles of round numbers, one inside the other on one base line, each with its number. Its lower left corner is 0, 0. */
export function AreaScale({ scale, colour, number, text = 1 }: ScaleProps) {
  const widest = scale[0]?.r ?? 0;
  const step = 12 * text;
  return scale.map(({ persons, r }, index) => {
    // Names keep their distance however close the circles' tops are.
    const y = Math.min(-2 * r, -2 * widest + index * step);
    const level = scale.length === 1 ? -2 * r : y;
    return (
      <g key={persons}>
        <circle cx={widest} cy={-r} r={r} fill="none" stroke={colour} strokeWidth={0.8} />
        <path d={`M${widest} ${-2 * r}L${widest * 2 + 6} ${level}`} stroke="var(--field)" strokeWidth={0.6} fill="none" />
        <text x={widest * 2 + 9} y={level + 3.5 * text} fill="var(--muted)">
          {number(persons)}
        </text>
      </g>
    );
  });
}
