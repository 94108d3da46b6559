import { DataError } from "../../errors.ts";
import { type DateFormat, dateFormats } from "./date-format.ts";
import { readRecords } from "./read-records.ts";
import type { RecognisedFile } from "./recognise.ts";

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?=$|[ T])/;
const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[ T])/;
const serial = /^\d{1,6}(\.\d+)?$/;
const dayMilliseconds = 86_400_000;

/** Writes a date as 2021-02-01, its time of day kept; what is no such date stays as it is. */
export const readDate = (value: string, file: Pick<RecognisedFile, "dateFormat" | "form">): string => {
  if (value[4] === "-") return value;
  if (file.form.kind === "sheet" && serial.test(value)) return readSerial(Number(value), file.form.from1904);
  const year = yearFirst.exec(value);
  if (year !== null) return iso(year[1], year[2], year[3], value.slice(year[0].length));
  const found = file.dateFormat === null ? null : slashed.exec(value);
  if (found === null) return value;
  const [all, first, second, last] = found;
  const [day, month] = file.dateFormat === "dd/mm/yyyy" ? [first, second] : [second, first];
  return iso(last, month, day, value.slice(all.length));
};

const iso = (year = "", month = "", day = "", rest = ""): string =>
  `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${rest}`;

/** Excel counts days from 1900 (and takes that for a leap year), on old Macs from 1904. */
const readSerial = (days: number, from1904: boolean): string => {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = new Date(start + Math.round(days * dayMilliseconds));
  return date.toISOString().slice(0, days % 1 === 0 ? 10 : 19);
};

/**
 * Which format a file's dates have. Where its first date is like 01/02/2021 all are looked through: only a day above
 * 12 proves what comes first. Null where dates tell by themselves; throws a DataError where one has to ask.
 */
export const findDateFormat = async (
  file: RecognisedFile,
  given: DateFormat | undefined,
): Promise<DateFormat | null> => {
  const at = file.table.columns.findIndex((column) => column.kind === "month");
  if (at === -1) return null;
  if (given !== undefined) return given;
  const position = file.positions[at] ?? 0;
  let rows = 0;
  let example: string | null = null;
  const over12 = { first: false, second: false };
  const reader = readRecords(file, (record) => {
    const value = record[position]?.trim() ?? "";
    if (value === "") return;
    rows++;
    const found = slashed.exec(value);
    if (found === null) return;
    if (rows === 1) example = value;
    over12.first ||= Number(found[1]) > 12;
    over12.second ||= Number(found[2]) > 12;
  });
  for await (const _ of reader) if (rows > 0 && example === null) break;
  if (example === null) return null;
  if (over12.first !== over12.second) return over12.first ? "dd/mm/yyyy" : "mm/dd/yyyy";
  const why = over12.first
    ? "some with the day first and some with the month first. Write all of them one way, best like 2021-09-01"
    : `and no day above 12 tells what comes first. Import it in the terminal with --date-format ${dateFormats.join(" or --date-format ")}`;
  throw new DataError(`${file.path} writes dates like ${example}, ${why}.`);
};
