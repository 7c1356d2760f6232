/** A made-up table in the shape of UCDP GED, seeded: nothing in it is real. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { addDays } from "@/domain/dates";

const HEAD =
  "id,relid,year,conflict_name,dyad_name,source_article,source_office,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";
const CITIES = 500;
const DAYS = 12 * 365;

/** Writes so many rows to a file, one event each. Five hundred places with coordinates, two hundred claimants. In another edition each says another number. */
export async function writeImportTable(file: string, rows: number, { from = 1, edition = 1 } = {}): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${HEAD}\n`);
  let text = "";
  for (let id = from; id < from + rows; id++) {
    const city = (id * 7919) % CITIES;
    const region = city % 24;
    const day = addDays("2014-01-01", Math.floor(((id - from) * DAYS) / rows));
    const low = ((id * 31) % 9) + edition - 1;
    const high = low + ((id * 17) % 4);
    const best = low + Math.floor((high - low) / 2);
    const office = (id * 13) % 200;
    text += `${id},UKR-${id},${day.slice(0, 4)},Government A: Government B,Government A - Government B,"""Agency ${office % 40},${day},Shelling reported near City ${city}, several hurt""",Agency ${office % 40},Office ${office} of the region,${id % 10 === 0 ? 2 : 1},City ${city} town,"City ${city}, a street of the town",Region ${region},District ${city % 90},${(44 + (city % 80) / 10).toFixed(6)},${(22 + (city % 180) / 10).toFixed(6)},Ukraine,1,1,${day},${day},0,0,${best},0,${best},${high},${low}\n`;
    if (text.length > 1 << 18) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
}
