/** The pictures that the site can draw, by the name in their addresses: /chart/NAME.svg, /chart/NAME.png, /embed/NAME. */
import { METRICS } from "@/domain/vocabulary";
import { periodPicture } from "./period";
import type { MakePicture } from "./picture";
import { policiesPicture } from "./policies";
import { revisionPicture } from "./revision";
import { mapPicture, rankingPicture } from "./where";

export const PICTURES: ReadonlyMap<string, MakePicture> = new Map([
  ...METRICS.map((metric): [string, MakePicture] => [metric, periodPicture(metric)]),
  ["map", mapPicture],
  ["ranking", rankingPicture],
  ...METRICS.map((metric): [string, MakePicture] => [`policies-${metric}`, policiesPicture(metric)]),
  ...METRICS.map((metric): [string, MakePicture] => [`revision-${metric}`, revisionPicture(metric)]),
]);
