import Sqlite from "better-sqlite3";
const db = new Sqlite("/tmp/bench/400k.sqlite", { readonly: true });
db.pragma("mmap_size=1073741824");
db.pragma("cache_size=-65536");
db.function("js_number", { deterministic: true }, String);
const from = ` from incident i left join place p on p.id=i.place_id join incident_toll t on t.incident_id=i.id where i.publication='published' and i.first_public_at is not null`;
const t = (n, e) => {
  const st = db.prepare(`select sum(length(x)) from (select ${e} as x ${from} order by i.date_start,i.id limit -1)`).pluck();
  let s = performance.now();
  st.get();
  console.log(n, (performance.now() - s) | 0);
};
t("base", "i.code");
t("base", "i.code");
t(
  "text x1",
  "ifnull(iif(i.title glob '*[\",' || char(10, 13) || ']*', i.title, iif(instr('=+-@|%' || char(9, 10, 13), substr(ltrim(i.title, ''''), 1, 1))>0 and substr(ltrim(i.title, ''''), 1, 1)<>'','''','')||i.title),'')",
);
t("text fast", "ifnull(iif(i.title glob '[0-9A-Za-zА-я]*' and not i.title glob '*[\",\n\r]*', i.title,'x'),'')");
t("glob class only", "i.title glob '*[\",\n\r]*'");
t("instr3", "instr(i.title,'\"')+instr(i.title,',')+instr(i.title,char(10))+instr(i.title,char(13))");
t(
  "2 instants",
  "strftime('%Y-%m-%dT%H:%M:%SZ', i.first_public_at/1000,'unixepoch')||strftime('%Y-%m-%dT%H:%M:%SZ', i.last_public_at/1000,'unixepoch')",
);
t("num text", "cast(coalesce(i.latitude,p.latitude) as text)||cast(coalesce(i.longitude,p.longitude) as text)");
t("js", "js_number(coalesce(i.latitude,p.latitude))||js_number(coalesce(i.longitude,p.longitude))");
t(
  "tolls",
  "t.killed_state||','||ifnull(t.killed_low,'')||','||ifnull(t.killed_majority,'')||','||ifnull(t.killed_high,'')||','||iif(t.killed_open,'true','false')||','||t.killed_voices",
);
t(
  "ext",
  "(select group_concat(x.scheme || ':' || x.value, ' ' order by x.scheme, x.value) from incident_external_id x where x.incident_id = i.id)",
);
t("part", "(select w.code from incident w where w.id = i.part_of_id and w.publication = 'published')");
