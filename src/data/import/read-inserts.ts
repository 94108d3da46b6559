import { DataError } from "../../errors.ts";

/** Takes one row, its values as text (nothing where there is none), and the line it starts on. */
export type TakeRecord = (record: readonly string[], line: number) => void;

/** The columns of a table's rows, as its first INSERT names them. */
export interface InsertedTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** Line of that INSERT. */
  readonly line: number;
}

const longestToken = 1 << 20;
/** A token may go on in the next piece: '' after a quote, -5 after 1e. */
const lookAhead = 2;
const space = /\s+|--[^\n]*\n|\/\*[\s\S]*?\*\//y;
const openComment = /--[^\n]*$|\/(\*[\s\S]*)?$|[+-]$/y;
const others = /"[^"]+"|`[^`]+`|[(),;.]|[+-]?(?:\d[\w.]*|\.\d\w*)(?:(?<=[eE])[+-]\d+)?|[A-Za-z_]\w*/;
const token = new RegExp(`'[^']*(?:''[^']*)*'(?!')|${others.source}`, "y");
/** MySQL reads a backslash in a text as the beginning of an escape. */
const mysqlText = /'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'(?!')/;
const mysqlToken = new RegExp(`${mysqlText.source}|${others.source}`, "y");
const mysqlEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  Z: "\x1a",
};

/** What the next token must be. */
type Expected =
  | "insert"
  | "into"
  | "table"
  | "after-table"
  | "column"
  | "after-column"
  | "values"
  | "row"
  | "value"
  | "after-value"
  | "after-row";

/**
 * Reads INSERT statements from text that arrives in pieces: `INSERT INTO table (columns) VALUES (…), (…);`, values
 * being quoted text, numbers or NULL. Keeps one row in memory. Throws a DataError, naming the line, for anything else.
 * Names in backticks are MySQL's: then its escapes in texts are read too.
 */
export class InsertReader {
  readonly tables = new Map<string, InsertedTable>();
  readonly #path: string;
  readonly #take: (table: string) => TakeRecord | null;
  #text = "";
  #line = 1;
  #expected: Expected = "insert";
  #table = "";
  #columns: string[] = [];
  /** Place of each value of a row among the table's columns; null where the order is the table's own. */
  #places: readonly number[] | null = null;
  #row: string[] = [];
  #rowLine = 1;
  #statementLine = 1;
  #deliver: TakeRecord | null = null;
  #isMysql = false;

  /** `take` is asked once per statement who takes the rows of its table; null: nobody. */
  constructor(path: string, take: (table: string) => TakeRecord | null) {
    this.#path = path;
    this.#take = take;
  }

  write(piece: string): void {
    this.#text += piece;
    this.#read(false);
    if (this.#text.length > longestToken) this.#refuse("has a quotation mark that does not match");
  }

  end(): void {
    this.#text += "\n";
    this.#read(true);
    if (this.#expected === "insert" && this.#text === "") return;
    this.#line = this.#statementLine;
    this.#refuse("starts a statement that the file does not end: it was not copied whole. Copy it again");
  }

  #read(whole: boolean): void {
    const text = this.#text;
    let at = text.startsWith("\uFEFF") ? 1 : 0;
    for (;;) {
      const start = this.#skipSpace(text, at);
      at = start;
      if (at === text.length) break;
      openComment.lastIndex = at;
      if (!whole && openComment.test(text)) break;
      const next = this.#isMysql ? mysqlToken : token;
      next.lastIndex = at;
      const found = next.exec(text)?.[0];
      if (found === undefined) {
        if (isOpenQuote(text, at)) break;
        this.#refuse(
          `has "${text.slice(at, at + 20).split("\n", 1)[0]}" where ${hints[this.#expected]} stands`,
        );
      }
      if (at + found.length + lookAhead > text.length && !whole) break;
      this.#accept(found);
      at += found.length;
      if (found.includes("\n")) this.#line += countLines(found);
    }
    this.#text = text.slice(at);
  }

  #skipSpace(text: string, from: number): number {
    let at = from;
    for (;;) {
      space.lastIndex = at;
      const skipped = space.exec(text)?.[0];
      if (skipped === undefined) return at;
      at += skipped.length;
      this.#line += countLines(skipped);
    }
  }

  #accept(found: string): void {
    switch (this.#expected) {
      case "insert":
        this.#statementLine = this.#line;
        return this.#word(found, "INSERT", "into");
      case "into":
        return this.#word(found, "INTO", "table");
      case "table":
        this.#table = this.#name(found).toLowerCase();
        this.#columns = [];
        this.#expected = "after-table";
        return;
      case "after-table":
        if (found === ".") this.#expected = "table";
        else this.#mark(found, "(", "column");
        return;
      case "column":
        this.#columns.push(this.#name(found));
        this.#expected = "after-column";
        return;
      case "after-column":
        if (found === ",") this.#expected = "column";
        else this.#mark(found, ")", "values");
        return;
      case "values":
        this.#word(found, "VALUES", "row");
        return this.#beginRows();
      case "row":
        this.#mark(found, "(", "value");
        this.#row = [];
        this.#rowLine = this.#line;
        return;
      case "value":
        this.#row.push(this.#value(found));
        this.#expected = "after-value";
        return;
      case "after-value":
        if (found === ",") this.#expected = "value";
        else {
          this.#mark(found, ")", "after-row");
          this.#endRow();
        }
        return;
      case "after-row":
        if (found === ",") this.#expected = "row";
        else this.#mark(found, ";", "insert");
    }
  }

  #word(found: string, wanted: string, next: Expected): void {
    if (found.toUpperCase() !== wanted) this.#stray(found);
    this.#expected = next;
  }

  #mark(found: string, wanted: string, next: Expected): void {
    if (found !== wanted) this.#stray(found);
    this.#expected = next;
  }

  #name(found: string): string {
    if (/^[A-Za-z_]/.test(found)) return found;
    if (found.startsWith("`")) this.#isMysql = true;
    if (/^["`]/.test(found)) return found.slice(1, -1);
    return this.#stray(found);
  }

  #value(found: string): string {
    if (found.startsWith("'")) return this.#unescape(found.slice(1, -1).replaceAll("''", "'"));
    // Written without quotes a dot is a decimal point, whatever a column of texts would mean by it.
    if (/^[+\-.\d]/.test(found) && found !== ".") return found.replace(/^([+-]?\d+)\.0+$/, "$1");
    if (found.toUpperCase() === "NULL") return "";
    return this.#stray(found);
  }

  #unescape(text: string): string {
    if (!text.includes("\\")) return text;
    if (!this.#isMysql) {
      // Whether it stands for itself depends on the database that wrote it.
      if (/\\["'\\]|\\$/.test(text)) {
        this.#refuse(`has a backslash in ${shorten(`'${text}'`)}. Write it once, and a quotation mark twice`);
      }
      return text;
    }
    if (/(^|[^\\])(\\\\)*\\0/.test(text)) this.#refuse("holds a NUL character (\\0). Export it without");
    return text.replace(/\\([\s\S])/g, (both, escaped: string) =>
      escaped === "%" || escaped === "_" ? both : (mysqlEscapes[escaped] ?? escaped),
    );
  }

  /** Rows of one table may name their columns in another order later, but not other columns. */
  #beginRows(): void {
    const columns = this.#columns;
    const known = this.tables.get(this.#table);
    this.#deliver = this.#take(this.#table);
    this.#places = null;
    if (known === undefined) {
      this.tables.set(this.#table, { table: this.#table, columns, line: this.#statementLine });
      return;
    }
    if (columns.join("\n") === known.columns.join("\n")) return;
    const places = known.columns.map((name) => columns.indexOf(name));
    if (columns.length !== known.columns.length || places.includes(-1)) {
      this.#refuse(`names other columns of ${this.#table} than line ${known.line} does`);
    }
    this.#places = places;
  }

  #endRow(): void {
    const row = this.#row;
    const places = row.length === this.#columns.length ? this.#places : null;
    this.#deliver?.(places === null ? row : places.map((place) => row[place] ?? ""), this.#rowLine);
  }

  #stray(found: string): never {
    return this.#refuse(`has ${shorten(found)} where ${hints[this.#expected]} stands`);
  }

  #refuse(what: string): never {
    throw new DataError(
      `${this.#path} line ${this.#line} ${what}. I read INSERT INTO table (columns) VALUES (…), (…); ` +
        "with quoted text, numbers and NULL, and nothing else.",
    );
  }
}

const hints: Readonly<Record<Expected, string>> = {
  insert: "INSERT",
  into: "INTO",
  table: "the name of a table",
  "after-table": "the list of columns in brackets",
  column: "the name of a column",
  "after-column": "a comma or a closing bracket",
  values: "VALUES",
  row: "an opening bracket",
  value: "quoted text, a number or NULL",
  "after-value": "a comma or a closing bracket",
  "after-row": "a comma or a semicolon",
};

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

const countLines = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
};

/** A quoted text or name, or a comment, whose end is still to come. */
const isOpenQuote = (text: string, at: number): boolean => {
  const first = text[at];
  if (first === "'") return true;
  return (first === '"' || first === "`") && text.indexOf(first, at + 1) === -1;
};
