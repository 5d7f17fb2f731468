// A worksheet, read cell by cell as it unfolds.
import { Pace } from "./pace";
import { attribute, plain, type Token, Tokens } from "./xml";

export interface Cell {
  /** 0 for the column A. */
  column: number;
  style: number;
  /** What its value is: `s`, `b`, `n`… as the file says it. */
  type: string;
  /** None for a cell that only has a style. */
  value?: string;
}

export interface Row {
  /** As the sheet counts: the first is 1. */
  number: number;
  cells: Cell[];
}

/** The part of a sheet that holds something; rows count from 1, columns from 0. */
export interface Extent {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The tokens of a part of a workbook, a piece's at a time. */
export async function* tokensOf(pieces: AsyncIterable<string>): AsyncGenerator<Generator<Token>> {
  const [tokens, pace] = [new Tokens(), new Pace()];
  function* ready(): Generator<Token> {
    for (let token = tokens.next(); token; token = tokens.next()) yield token;
  }
  for await (const piece of pieces) {
    tokens.push(piece);
    yield ready();
    await pace.rest();
  }
}

/** The rows that a sheet tells, a piece's at a time: those without a cell may be absent. */
export async function* rowsOf(pieces: AsyncIterable<string>): AsyncGenerator<Row[]> {
  const reader = new RowReader();
  for await (const tokens of tokensOf(pieces)) {
    for (const token of tokens) reader.read(token);
    yield reader.rows.splice(0);
  }
}

class RowReader {
  readonly rows: Row[] = [];
  private row: Row = { number: 0, cells: [] };
  private cell: Cell | undefined;
  private readonly text = new StringReader();
  private value: string | undefined;

  read(token: Token): void {
    const { kind, name, raw } = token;
    if (this.cell && this.text.read(token)) return;
    if (kind === "text") {
      if (this.value !== undefined) this.value += plain(raw);
    } else if (name === "row") {
      if (kind === "close") this.rows.push(this.row);
      else this.row = { number: rowNumber(raw) ?? this.row.number + 1, cells: [] };
    } else if (name === "c") {
      if (kind === "close") this.close();
      else if (kind === "open") this.cell = cellOf(raw, this.row);
      else this.row.cells.push(cellOf(raw, this.row));
    } else if (this.cell && name === "v") {
      if (kind === "open") this.value = "";
      else if (kind === "close") this.give();
    } else if (this.cell && name === "f") {
      // A formula whose value was never worked out is somebody's all the same.
      this.cell.value ??= "";
    }
  }

  private give(): void {
    const isEmpty = this.value === "" && this.cell?.type !== "str";
    if (this.cell && !isEmpty && this.cell.type !== "inlineStr") this.cell.value = this.value;
    this.value = undefined;
  }

  private close(): void {
    if (!this.cell) return;
    const text = this.text.take();
    if (text !== undefined) this.cell.value = text;
    this.row.cells.push(this.cell);
    this.cell = undefined;
  }
}

/** Where a cell stands; one that does not say it follows the one before. */
export function cellOf(tag: string, row: Row): Cell {
  const before = row.cells.at(-1)?.column ?? -1;
  const place = attribute(tag, "r");
  return {
    column: place ? columnOf(place) : before + 1,
    style: Number(attribute(tag, "s") ?? 0),
    type: attribute(tag, "t") ?? "n",
  };
}

export function rowNumber(tag: string): number | undefined {
  const told = attribute(tag, "r");
  return told ? Number(told) : undefined;
}

/** `AB12` is in the column 27. */
export function columnOf(place: string): number {
  let column = 0;
  for (const letter of place.toUpperCase()) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column - 1;
}

/** 27 is `AB`. */
export function lettersOfColumn(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The text of an `is` or of an `si`: its runs one after the other, without how they are said. */
export class StringReader {
  private text: string | undefined;
  private run: { text: string; isKept: boolean } | undefined;
  private depth = 0;
  private isSaid = false;

  /** Whether a token was its own. */
  read({ kind, name, raw }: Token): boolean {
    if (name === "is" || name === "si") {
      if (kind === "open") this.depth += 1;
      else if (kind === "close") this.depth -= 1;
      if (kind !== "close") this.text = "";
      return true;
    }
    if (this.depth === 0) return false;
    if (name === "rPh") this.isSaid = kind === "open";
    else if (name === "t" && kind === "close") this.close();
    else if (name === "t" && kind === "open") {
      this.run = { text: "", isKept: attribute(raw, "xml:space") === "preserve" };
    } else if (kind === "text" && this.run) this.run.text += plain(raw);
    return true;
  }

  /** The text that was read, once. */
  take(): string | undefined {
    const { text } = this;
    this.text = undefined;
    return text;
  }

  private close(): void {
    const { text, isKept } = this.run ?? { text: "", isKept: true };
    if (!this.isSaid) this.text += spelled(isKept ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""));
    this.run = undefined;
  }
}

/** `_x000D_` is how workbooks write a letter that XML cannot hold. */
export function spelled(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
