// A worksheet with columns added at the right of what it holds: cells are put into its XML, and everything else is
// handed on as it was written.
import { Fault } from "./fault";
import { cellOf, columnOf, type Extent, lettersOfColumn, type Row, rowNumber, tokensOf } from "./sheet";
import { type Answers, BATCH } from "./table";
import { attribute, escaped, prefixOf, type Token } from "./xml";

/** How much text is gathered before it is folded. */
const GATHERED = 1 << 16;

export async function* withAdded(
  pieces: AsyncIterable<string>,
  extent: Extent,
  answers: Answers,
): AsyncGenerator<string> {
  const joiner = new Joiner(extent, answers);
  for await (const tokens of tokensOf(pieces)) {
    for (const token of tokens) {
      // Rows wait for their answers, and for those of the rows before them that the sheet does not have.
      while (joiner.waits(token)) await joiner.fetch();
      joiner.read(token);
    }
    if (joiner.out.length > GATHERED) yield joiner.taken();
  }
  yield joiner.taken();
  await joiner.end();
}

class Joiner {
  out = "";
  /** The first column that is added. */
  private readonly first: number;
  private readonly count: number;
  /** The answers at hand, and the row that the first of them is for. */
  private told: string[][];
  private next: number;
  private row: Row | undefined;
  private prefix = "";
  /** What is to be added to the row; none once it was. */
  private added: string[] | undefined;
  private isSkipped = false;
  private style = "";

  constructor(
    private readonly extent: Extent,
    private readonly answers: Answers,
  ) {
    this.first = extent.right + 1;
    this.count = answers.names.length;
    this.told = [answers.names];
    this.next = extent.top;
  }

  /** Whether a token asks for answers that are not at hand. */
  waits({ kind, name, raw }: Token): boolean {
    if (name === "sheetData" && kind === "close") return this.extent.bottom - this.next >= this.told.length;
    if (name !== "row" || kind === "close") return false;
    const number = Math.min(rowNumber(raw) ?? (this.row?.number ?? 0) + 1, this.extent.bottom);
    return number - this.next >= this.told.length;
  }

  async fetch(): Promise<void> {
    const more = await this.answers.take(BATCH);
    if (more.length === 0) throw new Fault("other");
    this.told.push(...more);
  }

  /** There is an answer for each row, and no more. */
  async end(): Promise<void> {
    const isOver = this.next > this.extent.bottom && this.told.length === 0;
    if (!isOver || (await this.answers.take(1)).length > 0) throw new Fault("other");
  }

  taken(): string {
    const { out } = this;
    this.out = "";
    return out;
  }

  read(token: Token): void {
    const { kind, name, raw } = token;
    if (name === "row") this.readRow(token);
    else if (name === "c" && this.row) this.readCell(token);
    else if (name === "dimension" && kind !== "close") this.out += this.dimension(raw);
    else if (name === "sheetData" && kind === "close") {
      this.absent(this.extent.bottom + 1);
      this.out += raw;
    } else if (!this.isSkipped) this.out += raw;
  }

  private readRow({ kind, raw }: Token): void {
    if (kind === "close") {
      this.give();
      this.out += raw;
      return;
    }
    this.prefix = prefixOf(raw);
    const number = rowNumber(raw) ?? (this.row?.number ?? 0) + 1;
    this.absent(Math.min(number, this.extent.bottom + 1));
    this.row = { number, cells: [] };
    this.added = number === this.next && number <= this.extent.bottom ? this.answer() : undefined;
    const tag = raw.replace(/\sspans\s*=\s*("[^"]*"|'[^']*')/, "");
    if (kind === "open") this.out += tag;
    else if (!this.added?.some((cell) => cell !== "")) this.out += tag;
    else {
      this.out += tag.replace(/\s*\/>$/, ">");
      this.give();
      this.out += `</${this.prefix}row>`;
    }
  }

  private readCell({ kind, raw }: Token): void {
    if (kind === "close") {
      if (!this.isSkipped) this.out += raw;
      this.isSkipped = false;
      return;
    }
    const row = this.row!;
    const cell = cellOf(raw, row);
    row.cells.push(cell);
    if (cell.column >= this.first && this.added) this.give();
    // A cell in the place of an answer held no more than a style.
    const isIn = row.number >= this.extent.top && row.number <= this.extent.bottom;
    const isTaken = isIn && cell.column >= this.first && cell.column < this.first + this.count;
    if (row.number === this.extent.top && cell.column < this.first) this.style = attribute(raw, "s") ?? "";
    if (isTaken) this.isSkipped = kind === "open";
    else this.out += raw;
  }

  /** Rows that the sheet does not have, since nothing stood there. */
  private absent(before: number): void {
    while (this.next < before) {
      const number = this.next;
      this.row = { number, cells: [] };
      this.added = this.answer();
      if (!this.added.some((cell) => cell !== "")) continue;
      this.out += `<${this.prefix}row r="${number}">`;
      this.give();
      this.out += `</${this.prefix}row>`;
    }
  }

  private answer(): string[] {
    this.next += 1;
    const told = this.told.shift();
    if (!told) throw new Fault("other");
    return told;
  }

  private give(): void {
    const { row, added } = this;
    this.added = undefined;
    if (!row || !added) return;
    const style = row.number === this.extent.top && this.style ? ` s="${this.style}"` : "";
    for (const [at, cell] of added.slice(0, this.count).entries()) {
      this.out += this.cell(cell, this.first + at, row.number, style);
    }
  }

  /** Codes stay texts; what has a decimal point is a measure: as the program writes its own. */
  private cell(text: string, column: number, row: number, style: string): string {
    if (text === "") return "";
    const [p, place] = [this.prefix, `${lettersOfColumn(column)}${row}`];
    if (/^-?\d+\.\d*(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) {
      return `<${p}c r="${place}"${style}><${p}v>${Number(text)}</${p}v></${p}c>`;
    }
    const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : "";
    return `<${p}c r="${place}"${style} t="inlineStr"><${p}is><${p}t${space}>${escaped(text)}</${p}t></${p}is></${p}c>`;
  }

  private dimension(tag: string): string {
    const [begin, end] = (attribute(tag, "ref") ?? "").split(":");
    if (!begin) return tag;
    const number = (place: string) => Number(/\d+/.exec(place)?.[0] ?? 1);
    const { top, bottom } = this.extent;
    const column = Math.max(columnOf(end ?? begin), this.first + this.count - 1);
    const row = Math.max(number(end ?? begin), bottom);
    const from = `${lettersOfColumn(Math.max(0, columnOf(begin)))}${Math.min(number(begin), top)}`;
    return tag.replace(/(\sref\s*=\s*)("[^"]*"|'[^']*')/, `$1"${from}:${lettersOfColumn(column)}${row}"`);
  }
}
