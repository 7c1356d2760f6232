/**
 * What of a record goes into a release's database: columns named one by one, rows that readers may see. What is not named
 * here stays behind; a table or a column that nobody decided about refuses the release (and fails a test).
 */

import { allSums } from "../rollup-added";

/** A table that goes along: columns as they are, others set to what SQL says; `rows` is what stands behind "from". */
export interface FrozenTable {
  as: readonly string[];
  set?: Readonly<Record<string, string>>;
  /** Of the record attached as `src`; the table's alias is t. */
  rows: string;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const PUBLISHED = "select id from src.incident where publication = 'published' and first_public_at is not null";
const OF_PUBLISHED = `where t.incident_id in (${PUBLISHED})`;
/** The claims that readers see, of incidents that they see. */
const CLAIMS = `select c.id from src.claim c where c.publication = 'published' and c.incident_id in (${PUBLISHED})`;
const SOURCES = `select source_id from src.claim where id in (${CLAIMS})`;
const PLACES = `select place_id from src.incident where id in (${PUBLISHED})`;

const TOLL = ["killed", "wounded", "missing", "casualties"].flatMap((metric) =>
  words("state low high open voices majority latest lowest highest median").map((part) => `${metric}_${part}`),
);
const AMOUNTS = words("n low high open best_majority best_latest best_lowest best_highest best_median");

/** In this order: some tables need two copies, one a state. */
export const FROZEN: Readonly<Record<string, readonly FrozenTable[]>> = {
  record: [
    {
      as: words(`id title title_uk description description_uk countries first_day time_zone licence contact code_prefix
        default_policy is_demo revision changed_at`),
      set: {
        release_version: "@version",
        // The record's own next numbers would tell how many drafts there are.
        next_incident_no: `(select coalesce(max(cast(substr(code, length(r.code_prefix) + 2) as integer)), 0) + 1
          from src.incident i, src.record r where i.publication in ('published', 'retracted'))`,
        next_claim_no: `(select coalesce(max(recorded_no), 0) + 1 from src.claim where publication in ('published', 'retracted'))`,
      },
      rows: "src.record t",
    },
  ],
  place: [
    {
      as: words(
        `id slug name name_local country admin1 admin1_pcode admin2 admin2_pcode latitude longitude population geonames_id`,
      ),
      // The gazetteer says nothing; a place that somebody entered goes along once an incident that is published lies in it.
      rows: `src.place t where t.geonames_id is not null or t.id in (${PLACES})`,
    },
  ],
  place_name: [
    {
      as: words("place_id folded"),
      rows: `src.place_name t where t.place_id in (select id from src.place where geonames_id is not null or id in (${PLACES}))`,
    },
  ],
  source: [
    {
      as: words("id slug name folded kind role party voice_id"),
      rows: `src.source t where t.id in (${SOURCES}) or t.id in (select voice_id from src.source where id in (${SOURCES}))`,
    },
  ],
  source_name: [
    {
      // By these the addresses of merged sources, that readers knew, lead on; what the desk alone finds a source by stays behind.
      as: words("folded source_id name"),
      rows: `src.source_name t where t.source_id in (${SOURCES}) and t.source_id not in (select source_id from src.withheld_source)
        and exists (select 1 from src.audit a, json_each(a.content, '$.after.claims') k join src.claim c on c.code = k.value
                     where a.action = 'source.merge' and a.content is not null and json_extract(a.content, '$.after.name') = t.name
                       and c.source_id = t.source_id and c.id in (${CLAIMS}))`,
    },
  ],
  source_note: [
    {
      as: words("id source_id day reliability note"),
      set: { at: "0", written_by: "null" },
      rows: `src.source_note t where t.source_id in (${SOURCES})`,
    },
  ],
  report: [
    {
      as: words("id publisher url archive_url title language published_at retrieved_at"),
      set: { text: "null", text_sha256: "null" },
      rows: `src.report t where t.id in (select report_id from src.claim where id in (${CLAIMS}))`,
    },
  ],
  incident: [
    {
      as: words(`id code title date_start date_end date_precision place_id latitude longitude location_precision attack_type
        target counted publication publication_reason first_public_at last_public_at`),
      set: {
        part_of_id: `(select w.id from src.incident w where w.id = t.part_of_id and w.id in (${PUBLISHED}))`,
        note: "null",
        version: "1",
        created_at: "0",
        updated_at: "0",
        edited_by: "null",
      },
      rows: `src.incident t where t.id in (${PUBLISHED})`,
    },
    {
      // Of what was retracted the identifier and the reason are public, nothing else.
      as: words("id code publication publication_reason"),
      set: {
        title: "t.code",
        date_start: "'1970-01-01'",
        date_end: "null",
        date_precision: "'year'",
        place_id: "null",
        latitude: "null",
        longitude: "null",
        location_precision: "'country'",
        attack_type: "'unknown'",
        target: "null",
        counted: "0",
        part_of_id: "null",
        note: "null",
        version: "1",
        created_at: "0",
        updated_at: "0",
        edited_by: "null",
        first_public_at: "null",
        last_public_at: "null",
      },
      rows: "src.incident t where t.publication = 'retracted'",
    },
  ],
  merged_incident: [
    {
      as: words("incident_id into_id at"),
      rows: `src.merged_incident t where t.into_id in (${PUBLISHED})
        and t.incident_id in (select id from src.incident where publication = 'retracted')`,
    },
  ],
  incident_external_id: [{ as: words("incident_id scheme value"), rows: `src.incident_external_id t ${OF_PUBLISHED}` }],
  claim: [
    {
      as: words(`id code recorded_no incident_id source_id report_id as_of stance attributed_to preliminary scope quote status
        status_at status_reason public_at publication`),
      set: {
        repeats_id: `(select o.id from src.claim o where o.id = t.repeats_id and o.publication = 'published')`,
        quote_start: "null",
        quote_end: "null",
        note: "null",
        version: "1",
        created_at: "0",
        updated_at: "0",
        edited_by: "null",
      },
      rows: `src.claim t where t.id in (${CLAIMS})`,
    },
    {
      // The same of a retracted claim, and of those of a retracted incident; source, report and time are those of another, published one.
      as: words("id code recorded_no incident_id"),
      set: {
        source_id: "o.source_id",
        report_id: "o.report_id",
        publication: "'retracted'",
        status_reason: "iif(t.publication = 'retracted', t.status_reason, null)",
        as_of: "o.as_of",
        stance: "'asserts'",
        attributed_to: "null",
        preliminary: "0",
        scope: "'incident'",
        repeats_id: "null",
        quote: "null",
        quote_start: "null",
        quote_end: "null",
        status: "'standing'",
        status_at: "null",
        public_at: "o.public_at",
        note: "null",
        version: "1",
        created_at: "0",
        updated_at: "0",
        edited_by: "null",
      },
      rows: `src.claim t join src.incident i on i.id = t.incident_id
        join src.claim o on o.id = (select min(id) from (${CLAIMS}))
        where (t.publication = 'retracted' and i.publication in ('published', 'retracted'))
           or (t.publication = 'published' and i.publication = 'retracted')`,
    },
  ],
  figure: [
    {
      as: words('claim_id metric "group" scope qualifier low high best word'),
      rows: `src.figure t where t.claim_id in (${CLAIMS})`,
    },
  ],
  ruling: [
    {
      as: words('id incident_id metric "group" best reason ruled_at revoked_at revoked_reason'),
      set: { ruled_by: "null" },
      rows: `src.ruling t ${OF_PUBLISHED}`,
    },
  ],
  estimate: [
    {
      as: words(`incident_id metric "group" known_from known_until state low high open voices best_majority best_latest
        best_lowest best_highest best_median ruling_id reason`),
      rows: `src.estimate t ${OF_PUBLISHED}`,
    },
  ],
  estimate_change: [
    {
      as: [...words('measure "group" bucket month at incident_id city attack shown_by'), ...AMOUNTS],
      rows: `src.estimate_change t ${OF_PUBLISHED}`,
    },
  ],
  rollup: [{ as: [...words('measure "group" attack shown_by city period'), ...AMOUNTS], rows: `(${allSums("src")}) t` }],
  incident_toll: [{ as: ["incident_id", "claims", ...TOLL], rows: `src.incident_toll t ${OF_PUBLISHED}` }],
  methodology_version: [{ as: words("version at why floors"), set: { changed_by: "null" }, rows: "src.methodology_version t" }],
  release: [
    {
      as: words("id version made_at note revision methodology audit_entries audit_head contents changes files"),
      set: { made_by: "null" },
      rows: "src.release t",
    },
  ],
};

/** Tables of which no row goes along. The corrections are written apart, as readers see them. */
export const LEFT_BEHIND: readonly string[] = [
  "account",
  "session",
  "invitation",
  "submission",
  "totp",
  "recovery_code",
  "second_step",
  "audit",
  "form_draft",
  "revision",
  "publication_plan",
  "split_proposal",
  "hidden_location",
  "withheld_source",
  "reading",
  "claim_span",
  "rollup_added",
  "import_job",
  "import_row",
  "import_change",
  "import_problem",
];

/** Filled by the freezing itself. */
export const MADE_ANEW: readonly string[] = ["frozen_correction", "incident_search", "seal"];
