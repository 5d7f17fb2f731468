// A workbook: the first sheet as a table, from its first row that holds something. Only what is asked is kept.
import { dayOf, isDay } from "./days";
import { Fault } from "./fault";
import { type Cell, type Extent, type Row, rowsOf, spelled, StringReader, tokensOf } from "./sheet";
import { withAdded } from "./sheet-join";
import type { Answers, Table } from "./table";
import { attribute, Tokens } from "./xml";
import { Zip } from "./zip";

const BEGINS = [0x50, 0x4b, 0x03, 0x04];
const SHOWN = 3;

/** What turns the cells of a book into text. */
interface Reading {
  strings: string[];
  isDay: boolean[];
  from1904: boolean;
}

export async function isWorkbook(file: Blob): Promise<boolean> {
  const begin = new Uint8Array(await file.slice(0, BEGINS.length).arrayBuffer());
  return BEGINS.every((byte, at) => begin[at] === byte);
}

export class Workbook implements Table {
  readonly ending = "xlsx";
  names: string[] = [];
  samples: string[][] = [];

  private constructor(
    private readonly zip: Zip,
    private readonly sheet: string,
    private readonly from1904: boolean,
    private readonly parts: { strings?: string; styles?: string },
    private readonly extent: Extent,
  ) {}

  static async open(file: Blob): Promise<Workbook> {
    const zip = await Zip.open(file);
    const { sheet, from1904, parts } = await bookOf(zip);
    const { extent, first } = await measured(zip, sheet);
    const book = new Workbook(zip, sheet, from1904, parts, extent);
    const reading = await book.reading();
    const all = Array.from({ length: extent.right - extent.left + 1 }, (_, at) => at);
    const [names = [], ...samples] = first.map((row) => book.picked(row, all, reading));
    book.names = names;
    // A table of names only has no row.
    book.samples = extent.bottom > extent.top ? samples : [];
    return book;
  }

  async *rows(columns: number[]): AsyncGenerator<string[][]> {
    const { top, bottom } = this.extent;
    const reading = await this.reading();
    let next = top + 1;
    for await (const rows of rowsOf(this.zip.pieces(this.sheet))) {
      const batch: string[][] = [];
      for (const row of rows) {
        if (row.number < next || row.number > bottom) continue;
        for (; next < row.number; next += 1) batch.push(columns.map(() => ""));
        batch.push(this.picked(row, columns, reading));
        next += 1;
      }
      yield batch;
    }
  }

  async joined(answers: Answers): Promise<Blob> {
    const sheet = withAdded(this.zip.pieces(this.sheet), this.extent, answers);
    const book = await this.zip.replaced(this.sheet, sheet);
    return book.slice(0, book.size, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  }

  /** Read again for each pass, rather than held: the texts of a book may be most of it. */
  private async reading(): Promise<Reading> {
    const { strings, styles } = this.parts;
    return {
      strings: strings ? await stringsOf(this.zip.pieces(strings)) : [],
      isDay: styles ? daysOf(await this.zip.text(styles)) : [],
      from1904: this.from1904,
    };
  }

  private picked(row: Row, columns: number[], reading: Reading): string[] {
    const texts = new Map(row.cells.map((cell) => [cell.column - this.extent.left, cell]));
    return columns.map((column) => textOf(texts.get(column), reading));
  }
}

/** Where the first sheet is, and what is needed to read it. */
async function bookOf(zip: Zip) {
  const root = await relations(zip, "_rels/.rels", "");
  const book = root.find(({ type }) => type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  const [folder, name] = [book.replace(/[^/]*$/, ""), book.replace(/^.*\//, "")];
  const related = await relations(zip, `${folder}_rels/${name}.rels`, folder);
  const tags = tagsOf(await zip.text(book));
  const sheets = tags.filter((tag) => tag.name === "sheet").map((tag) => attribute(tag.raw, "*:id"));
  const isSheet = (id: string | undefined) => related.find((one) => one.id === id && one.type.endsWith("/worksheet"));
  const sheet = sheets.map(isSheet).find((one) => one !== undefined)?.target;
  if (!sheet || !zip.has(sheet)) throw new Fault("unreadable");
  const part = (kind: string) => related.find(({ type, target }) => type.endsWith(kind) && zip.has(target))?.target;
  const settings = tags.find((tag) => tag.name === "workbookPr")?.raw ?? "";
  return {
    sheet,
    from1904: /^(1|true|on)$/.test(attribute(settings, "date1904") ?? ""),
    parts: { strings: part("/sharedStrings"), styles: part("/styles") },
  };
}

async function relations(zip: Zip, name: string, folder: string) {
  if (!zip.has(name)) return [];
  const tags = tagsOf(await zip.text(name)).filter((tag) => tag.name === "Relationship");
  return tags.map(({ raw }) => {
    const target = attribute(raw, "Target") ?? "";
    return {
      id: attribute(raw, "Id") ?? "",
      type: attribute(raw, "Type") ?? "",
      target: decodeURI(new URL(target, `http://book/${folder}`).pathname.slice(1)),
    };
  });
}

function tagsOf(xml: string) {
  const tokens = new Tokens();
  tokens.push(xml);
  const tags = [];
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.kind === "open" || token.kind === "empty") tags.push(token);
  }
  return tags;
}

/** Which part of a sheet holds something, with its first rows. */
async function measured(zip: Zip, sheet: string): Promise<{ extent: Extent; first: Row[] }> {
  const extent: Extent = { top: 0, bottom: 0, left: Number.POSITIVE_INFINITY, right: -1 };
  const first: Row[] = [];
  for await (const rows of rowsOf(zip.pieces(sheet))) {
    for (const row of rows) {
      const filled = row.cells.filter((cell) => cell.value !== undefined).map(({ column }) => column);
      if (filled.length === 0) continue;
      if (first.length <= SHOWN) first.push(row);
      extent.top ||= row.number;
      extent.bottom = Math.max(extent.bottom, row.number);
      extent.left = Math.min(extent.left, ...filled);
      extent.right = Math.max(extent.right, ...filled);
    }
  }
  if (first.length === 0) throw new Fault("empty");
  return { extent, first };
}

async function stringsOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const [strings, reader] = [new Array<string>(), new StringReader()];
  for await (const tokens of tokensOf(pieces)) {
    for (const token of tokens) {
      reader.read(token);
      if (token.name === "si" && token.kind !== "open") strings.push(reader.take() ?? "");
    }
  }
  return strings;
}

/** Which styles show numbers as days. */
function daysOf(xml: string): boolean[] {
  const tags = tagsOf(xml);
  const own = tags.filter(({ name }) => name === "numFmt");
  const codes = new Map(own.map(({ raw }) => [Number(attribute(raw, "numFmtId")), attribute(raw, "formatCode") ?? ""]));
  const begin = tags.findIndex(({ name }) => name === "cellXfs");
  const styles = tags.slice(begin + 1);
  const end = styles.findIndex(({ name }) => name === "cellStyles" || name === "dxfs");
  const formats = styles.slice(0, end < 0 ? undefined : end).filter(({ name }) => name === "xf");
  return formats.map(({ raw }) => {
    const id = Number(attribute(raw, "numFmtId") ?? 0);
    return isDay(id, codes.get(id));
  });
}

function textOf(cell: Cell | undefined, { strings, isDay, from1904 }: Reading): string {
  const value = cell?.value;
  if (cell === undefined || value === undefined) return "";
  switch (cell.type) {
    case "s":
      return strings[Number(value)] ?? "";
    case "b":
      return value === "1" || value === "true" ? "true" : "false";
    case "str":
      return spelled(value);
    case "n":
      return value === "" || Number.isNaN(Number(value)) ? value : numberOf(Number(value), isDay[cell.style], from1904);
    default:
      return value;
  }
}

function numberOf(value: number, isDay: boolean | undefined, from1904: boolean): string {
  if (isDay) return dayOf(value, from1904);
  const text = String(value);
  if (!text.includes("e")) return text;
  // As it would be written by hand: a long number has no exponent.
  return value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 });
}
