/** What a data set's columns say of its rows to programs: a zod schema (and by it OpenAPI), and a Frictionless table schema. */
import { z } from "zod";
import type { Column, Dataset } from "./column";

/** The schema of a row as JSON; a column that may be empty may be null. */
export function rowSchema({ name, meaning, columns }: Dataset<never>) {
  return z
    .strictObject(Object.fromEntries(columns.map((column) => [column.name, columnSchema(column)])))
    .meta({ id: `${name[0]!.toUpperCase()}${name.slice(1)}Row`, description: meaning });
}

function columnSchema({ type, words, always, meaning }: Column<never>): z.ZodType {
  const value = words ? z.enum(words as [string, ...string[]]) : VALUES[type]();
  return (always ? value : value.nullable()).meta({ description: meaning });
}

const VALUES: Record<Column<never>["type"], () => z.ZodType> = {
  string: () => z.string(),
  integer: () => z.int(),
  number: () => z.number(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
  datetime: () => z.iso.datetime(),
};

/** A Frictionless table schema (Data Package 1.0, Table Schema). An empty cell is a missing value. */
export interface TableSchema {
  fields: {
    name: string;
    type: Column<never>["type"];
    description: string;
    constraints?: { required?: true; enum?: readonly string[] };
    trueValues?: string[];
    falseValues?: string[];
  }[];
  missingValues: [""];
  primaryKey?: readonly string[];
  foreignKeys?: { fields: string; reference: { resource: string; fields: string } }[];
}

/** The table schema of a data set's CSV. */
export function tableSchema({ name, columns, key }: Dataset<never>): TableSchema {
  return {
    fields: columns.map((column) => {
      const constraints = {
        ...(column.always ? { required: true as const } : {}),
        ...(column.words ? { enum: column.words } : {}),
      };
      return {
        name: column.name,
        type: column.type,
        description: column.meaning,
        ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
        ...(column.type === "boolean" ? { trueValues: ["true"], falseValues: ["false"] } : {}),
      };
    }),
    missingValues: [""],
    ...(key ? { primaryKey: key } : {}),
    ...(name === "claims" || name === "rulings"
      ? { foreignKeys: [{ fields: "incident_id", reference: { resource: "incidents", fields: "incident_id" } }] }
      : {}),
  };
}
