/** The pictures that the site can draw, by the name in their addresses: /chart/NAME.svg, /chart/NAME.png, /embed/NAME. */
import { METRICS } from "@/domain/vocabulary";
import { CARDS } from "./cards";
import { periodPicture } from "./period";
import type { MakePicture } from "./picture";
import { policiesPicture } from "./policies";
import { revisionPicture } from "./revision";
import { mapPicture, rankingPicture } from "./where";

/** Of shared links, each 1200 by 630 pixels. */
const cards: [string, MakePicture][] = Object.entries(CARDS);

export const PICTURES: ReadonlyMap<string, MakePicture> = new Map([
  ...METRICS.map((metric): [string, MakePicture] => [metric, periodPicture(metric)]),
  ["map", mapPicture],
  ["ranking", rankingPicture],
  ...METRICS.map((metric): [string, MakePicture] => [`policies-${metric}`, policiesPicture(metric)]),
  ...cards,
  ...METRICS.map((metric): [string, MakePicture] => [`revision-${metric}`, revisionPicture(metric)]),
]);
