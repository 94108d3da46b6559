import fc from "fast-check";
import { expect, test } from "vitest";
import { openCsv } from "../../../src/data/import/csv-records.ts";

type Row = readonly [line: number, ...fields: string[]];

const cutAt = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, at) => bytes.subarray(from, cuts[at] ?? bytes.length));
};

const read = async (pieces: readonly Buffer[], recordDelimiters: readonly string[]): Promise<Row[]> => {
  const rows: Row[] = [];
  const form = { kind: "csv" as const, delimiter: ";", saysDelimiter: false, recordDelimiters };
  const reader = openCsv("sales.csv", form, (record, line) => rows.push([line, ...record]));
  for (const piece of pieces) reader.write(piece);
  await reader.end();
  return rows;
};

const field = fc
  .array(fc.constantFrom("a", "é", "漢", "😀", " ", "1", ".", "'", "\uFEFF"), { maxLength: 4 })
  .map((parts) => parts.join(""));
const quoted = fc
  .array(fc.constantFrom("a", '"', ";", "\n", "漢"), { maxLength: 4 })
  .map((parts) => parts.join(""));
const write = (text: string): string => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const places = fc.array(fc.nat(), { maxLength: 6 });

test("every field is read, with the line it stands on, wherever the pieces end and the first quotes come", async () => {
  const rows = fc.array(
    fc.array(fc.oneof({ weight: 20, arbitrary: field }, quoted), { minLength: 2, maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      places,
      async (fields, end, ends, cuts) => {
        const texts = ["\uFEFFdate;code", "", ...fields.map((row) => row.map(write).join(";"))];
        const bytes = Buffer.from(texts.join(end) + (ends ? end : ""));
        let line = 3;
        const expected = fields.map((row): Row => {
          const first = line;
          line += row.join("").split("\n").length;
          return [first, ...row];
        });
        expect(await read(cutAt(bytes, cuts), end === "\n" ? ["\n"] : ["\r\n", "\n"])).toEqual(expected);
      },
    ),
  );
});

test("a line as long as a whole file is refused, and a mark that does not match told with its line", async () => {
  const long = Buffer.from(`date;code\n${"x".repeat(1_200_000)}`);
  const pieces = [long.subarray(0, 1_100_000), long.subarray(1_100_000)];
  await expect(read([...pieces, Buffer.from("y")], ["\n"])).rejects.toThrow(/cannot be read|does not match/);
  const text = 'date;code\n1;2\n3;4\n5;"6\n';
  await expect(read([Buffer.from(text.slice(0, 16)), Buffer.from(text.slice(16))], ["\n"])).rejects.toThrow(
    'sales.csv has a quotation mark that does not match near line 4. Write a quote inside a value twice ("").',
  );
});
