import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { afterEach, describe, expect, it } from "vitest";
import { packageStream } from "@/db/data-package";
import { openSnapshot, type ReadDb } from "@/db/open";
import { guardText, unguardText } from "@/domain/datasets/csv";
import { DATASET_NAMES, DATASETS } from "@/domain/datasets/datasets";
import { exportOfFile } from "@/db/queries/export-bytes";
import { parseFilter } from "@/domain/filter";
import { demoDatabase } from "../support/database";
import { exportedText } from "../support/exported";
import { unzipped } from "../support/unzipped";

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "attest-package-"));
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const packed = (db: ReadDb, query = "") =>
  buffer(
    packageStream(db, {
      filter: parseFilter(new URLSearchParams(query), () => true).filter,
      address: "https://record.example.org/data",
    }),
  );

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe("the data package", () => {
  it("holds every export as it is alone, its schema, and the checksum of each file", async () => {
    const db = demoDatabase();
    const files = await unzipped(await packed(db));
    const sums = new Map(
      files
        .get("SHA256SUMS")!
        .toString()
        .trim()
        .split("\n")
        .map((line) => line.split("  ").reverse() as [string, string]),
    );
    expect([...sums.keys(), "SHA256SUMS"]).toEqual([...files.keys()]);
    for (const [path, hash] of sums) expect(createHash("sha256").update(files.get(path)!).digest("hex"), path).toBe(hash);
    for (const name of DATASET_NAMES) expect(files.get(`data/${name}.csv`)!.toString()).toBe(exportedText(db, name));
    const { resources, licenses, name } = JSON.parse(files.get("datapackage.json")!.toString());
    expect(name).toMatch(/^[a-z0-9.-]+$/);
    expect(licenses).toHaveLength(1);
    expect(resources.map((one: { name: string }) => one.name)).toEqual(DATASET_NAMES);
    for (const { path, bytes, hash, schema } of resources) {
      const content = files.get(path)!;
      expect({ bytes, hash }).toEqual({ bytes: content.length, hash: `sha256:${sums.get(path)}` });
      const [header, ...rows] = parse(content.toString()) as string[][];
      expect(schema.fields.map((field: { name: string }) => field.name)).toEqual(header);
      for (const [index, { type, constraints = {} }] of schema.fields.entries())
        for (const row of rows) {
          const cell = row[index]!;
          if (cell === "") expect(constraints.required, `${path} ${header![index]}`).toBeUndefined();
          else {
            if (constraints.enum) expect(constraints.enum).toContain(cell);
            expect(cell).toMatch(SHAPES[type]!);
          }
        }
    }
    expect(files.get("methodology.md")!.toString()).toContain("# Methodology");
    expect(files.get("CITATION.cff")!.toString()).toContain("cff-version: 1.2.0");
  });

  it("is of one view, and the same bytes for the same state", async () => {
    const db = demoDatabase();
    const [once, again] = [await packed(db, "city=kharkiv&policy=latest"), await packed(db, "city=kharkiv&policy=latest")];
    expect(once.equals(again)).toBe(true);
    const files = await unzipped(once);
    const rows = parse(files.get("data/incidents.csv")!, { columns: true }) as Record<string, string>[];
    expect(new Set(rows.map(({ city, policy }) => `${city} ${policy}`))).toEqual(new Set(["Kharkiv latest"]));
  });

  it("breaks off where the record fails it, and never ends as a zip", async () => {
    const file = demoDatabase().file;
    const db = openSnapshot(file);
    let reads = 0;
    const failing: ReadDb = {
      ...db,
      rows: (query) => {
        if (++reads > 12) throw new Error("The disk is gone.");
        return db.rows(query);
      },
    };
    const pieces: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of packageStream(failing, { address: "" })) pieces.push(piece as Buffer);
    })();
    await expect(reading).rejects.toThrow("The disk is gone.");
    await expect(unzipped(Buffer.concat(pieces))).rejects.toThrow();
    db.close();
  });

  it.skipIf(!hasPython)("is read by Python's own zipfile and csv with the same cells", async () => {
    const db = demoDatabase();
    const zip = join(folder(), "package.zip");
    writeFileSync(zip, await packed(db));
    const script = `
import csv, io, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    out = {}
    for info in z.infolist():
        if info.filename.endswith(".csv"):
            out[info.filename] = list(csv.reader(io.StringIO(z.read(info).decode("utf-8"), newline="")))
json.dump(out, sys.stdout)
`;
    const read = JSON.parse(execFileSync("python3", ["-c", script, zip], { encoding: "utf8", maxBuffer: 1 << 28 }));
    for (const name of DATASET_NAMES) expect(read[`data/${name}.csv`]).toEqual(parse(exportedText(db, name)));
  });
});

const SHAPES: Record<string, RegExp> = {
  string: /^[^]+$/,
  integer: /^-?\d+$/,
  number: /^-?\d+(?:\.\d+)?(?:e-?\d+)?$/,
  boolean: /^(?:true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
};

describe("exports in other forms", () => {
  it("as JSON hold the rows of the CSV: numbers as numbers, missing as null, text without the guard", () => {
    const db = demoDatabase();
    for (const name of DATASET_NAMES) {
      const { data, dataset, view } = JSON.parse(exportedText(db, name, undefined, "json"));
      expect({ dataset, policy: view.policy }).toEqual({ dataset: name, policy: "majority" });
      const rows = parse(exportedText(db, name), { columns: true }) as Record<string, string>[];
      expect(data).toHaveLength(rows.length);
      const types = new Map(DATASETS[name].columns.map(({ name, type }) => [name, type]));
      for (const [index, row] of rows.entries())
        for (const [column, cell] of Object.entries(row)) {
          const value = data[index][column];
          if (cell === "") expect(value).toBeNull();
          else if (types.get(column) === "boolean") expect(value).toBe(cell === "true");
          else if (["integer", "number"].includes(types.get(column)!)) expect(value).toBe(Number(cell));
          else expect([value, guardText(value)]).toEqual([unguardText(cell), cell]);
        }
    }
  });

  it("as GeoJSON give each incident its point, longitude first, and none where no place is known", () => {
    const db = demoDatabase();
    const { type, features } = JSON.parse(exportedText(db, "incidents", undefined, "geojson"));
    expect(type).toBe("FeatureCollection");
    const rows = parse(exportedText(db, "incidents"), { columns: true }) as Record<string, string>[];
    expect(features).toHaveLength(rows.length);
    for (const [index, { incident_id, latitude, longitude, title }] of rows.entries()) {
      const { id, geometry, properties } = features[index];
      expect([id, properties.title]).toEqual([incident_id, unguardText(title!)]);
      expect(properties).not.toHaveProperty("latitude");
      expect(geometry).toEqual(latitude === "" ? null : { type: "Point", coordinates: [Number(longitude), Number(latitude)] });
    }
    expect(features.some((one: { geometry: unknown }) => one.geometry === null)).toBe(
      rows.some(({ latitude }) => latitude === ""),
    );
  });

  it("are of the names and forms that there are", () => {
    expect(exportOfFile("incidents.geojson")).toEqual({ name: "incidents", form: "geojson" });
    for (const none of ["claims.geojson", "claims", "claims.xml", "toString.csv", "claims.csv.json", ""])
      expect(exportOfFile(none)).toBeNull();
  });
});
