import { describe, expect, it } from "vitest";
import { decoded, encodingOf } from "@/domain/formats/encoding";
import type { UnreadableTable } from "@/domain/formats/problem";
import { openTable } from "@/domain/formats/table";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, { big = false } = {}) => {
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(big ? bytes.swap16() : bytes);
};

describe("the encoding of a file", () => {
  const sample = "місто,дата\r\nКиїв – «центр»,2022-03-01\r\n";
  const latin = "city,date,note\r\nKyiv,2022-03-01,plain\r\nLviv,2022-03-02,plain\r\n";
  it.each([
    ["UTF-8", utf8(sample), "utf-8", sample],
    ["UTF-8 with its mark", utf8(`\uFEFF${sample}`), "utf-8", sample],
    ["UTF-16 with its mark", utf16(`\uFEFF${sample}`), "utf-16le", sample],
    ["UTF-16 the other way round", utf16(`\uFEFF${sample}`, { big: true }), "utf-16be", sample],
    ["UTF-16 without a mark", utf16(latin), "utf-16le", latin],
    ["UTF-16 the other way round without a mark", utf16(latin, { big: true }), "utf-16be", latin],
    ["Windows-1252", new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80]), "windows-1252", "café – €"],
    ["nothing", new Uint8Array(), "utf-8", ""],
  ])("%s is known from its bytes, however they are cut", (_name, bytes, encoding, text) => {
    const pieces = [...bytes].map((byte) => new Uint8Array([byte]));
    expect(encodingOf([bytes])).toBe(encoding);
    expect([...decoded(pieces, encodingOf([bytes]))].join("")).toBe(text);
  });
});

const cellsOf = (text: string, columns: string[], pieces = [text]) =>
  [...openTable(pieces).rows].map((row) => [row.row, ...columns.map((column) => row.raw(column)), row.problem?.code ?? null]);

describe("a table", () => {
  it.each([",", ";", "\t", "|"])("is read with %j between its cells", (separator) => {
    const text = [
      ["Name", "n-o"],
      ['"a, b; c\t|"', "1"],
    ]
      .map((cells) => cells.join(separator))
      .join("\n");
    expect(openTable([text]).separator).toBe(separator);
    expect(cellsOf(text, ["name", "n_o"])).toEqual([[2, "a, b; c\t|", "1", null]]);
  });

  it.each(["\r\n", "\n", "\r"])("is read with %j at the end of its lines, and with line ends inside quotes", (end) => {
    const text = `a,b${end}1,"x\r\ny\nz"${end}${end}2,"say ""no"""${end}`;
    const expected = [
      [2, "1", "x\r\ny\nz", null],
      [4, "2", 'say "no"', null],
    ];
    expect(cellsOf(text, ["a", "b"])).toEqual(expected);
    expect(cellsOf(text, ["a", "b"], [...text])).toEqual(expected);
  });

  it("names rows that are cut or too wide, and skips a row of HXL tags", () => {
    expect(cellsOf("a,b\n#x,#y\n1\n1,2,3\n1,2,\n", ["a", "b"])).toEqual([
      [3, "1", "", "row.too_short"],
      [4, "1", "2", "row.too_long"],
      [5, "1", "2", null],
    ]);
  });

  it.each([
    ["", "table.empty", 1],
    ["\n", "table.empty", 1],
    ["a,A\n", "header.twice", 1],
    ['a,b\n1,"2\n3,4\n', "quote.not_closed", 2],
    ['a,b\n1,2\n3,5" gun\n', "quote.stray", 3],
  ])("%j is refused", (text, code, row) => {
    try {
      cellsOf(text, []);
      expect.unreachable();
    } catch (error) {
      expect((error as UnreadableTable).problem).toMatchObject({ code, row });
    }
  });

  it("keeps a long file's rows whole across pieces", () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},"line\n""${index}"""`);
    const text = ["a,b", ...rows].join("\r\n");
    const pieces = text.match(/[^]{1,7001}/g)!;
    const read = cellsOf(text, ["a", "b"], pieces);
    expect(read).toHaveLength(20_000);
    expect(read.at(-1)).toEqual([20_001, "19999", 'line\n"19999"', null]);
  });
});
