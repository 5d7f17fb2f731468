// Tables of text as people have them, read a record at a time and kept byte for byte: the same rules as the program's
// own (`territories/src/tagging/table.rs`), since one's answers are put beside the other's records.
import { Fault } from "./fault";
import { decode, type Letters, lettersOf, writable } from "./letters";

/** A record longer than this is none: a quote was never closed, or the file is no table. */
const LONGEST = 1 << 20;
/** How much is looked at to tell the letters and the separator. */
const LOOKED_AT = 1 << 20;
/** How much is read at a time: a turn's work. */
const SLICE = 1 << 19;
const [QUOTE, LINE, RETURN] = [0x22, 0x0a, 0x0d];
const SEPARATORS = [";", "\t", ",", "|"];

export type Bytes = Uint8Array<ArrayBuffer>;

/** How a table is written. */
export interface Dress {
  separator: string;
  letters: Letters;
}

/** As the program writes tables of its own. */
export const PLAIN: Dress = { separator: ";", letters: "utf-8" };

/** How a table is written, by its beginning. */
export async function dressOf(file: Blob): Promise<Dress> {
  const head = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  // No text holds it: a workbook of former days, a picture, letters of two bytes.
  if (head.includes(0)) throw new Fault("unreadable");
  return { separator: separator(head), letters: lettersOf(head) };
}

/** The most frequent of the usual separators in the first line, outside quotes. */
function separator(head: Uint8Array): string {
  const counts = SEPARATORS.map(() => 0);
  let isQuoted = false;
  for (const byte of head) {
    if (byte === LINE) break;
    if (byte === QUOTE) isQuoted = !isQuoted;
    const at = isQuoted ? -1 : SEPARATORS.indexOf(String.fromCharCode(byte));
    if (at >= 0) counts[at]! += 1;
  }
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ";";
}

/** The records of a file, each with its end of line. */
export class Records {
  private held: Bytes = new Uint8Array(0);
  /** Where the next record begins and how far it was looked at, in what is held; how much of the file was read. */
  private begin = 0;
  private looked = 0;
  private read = 0;
  private isQuoted = false;

  constructor(private readonly file: Blob) {}

  /** The next records, fewer than asked at the end of the file, none after it. */
  async take(most: number): Promise<Bytes[]> {
    const found: Bytes[] = [];
    while (found.length < most) {
      if (!this.isWhole() && (await this.more())) continue;
      if (this.looked === this.begin) break;
      found.push(this.held.subarray(this.begin, this.looked));
      this.begin = this.looked;
    }
    return found;
  }

  /** Looks for the end of the record. */
  private isWhole(): boolean {
    const { held } = this;
    let isEnded = false;
    while (!isEnded && this.looked < held.length) {
      const byte = held[this.looked];
      // A doubled quote changes the state twice.
      if (byte === QUOTE) this.isQuoted = !this.isQuoted;
      isEnded = byte === LINE && !this.isQuoted;
      this.looked += 1;
    }
    if (this.looked - this.begin >= LONGEST) throw new Fault("unreadable");
    return isEnded;
  }

  private async more(): Promise<boolean> {
    if (this.read >= this.file.size) return false;
    const next = new Uint8Array(await this.file.slice(this.read, this.read + SLICE).arrayBuffer());
    this.read += next.length;
    const rest = this.held.subarray(this.begin);
    // What was handed out goes on pointing to the former bytes.
    this.held = new Uint8Array(rest.length + next.length);
    this.held.set(rest);
    this.held.set(next, rest.length);
    this.looked -= this.begin;
    this.begin = 0;
    return next.length > 0;
  }
}

/** A record without its end of line, and that end. */
export function splitEnd(record: Bytes): [Bytes, Bytes] {
  const { length } = record;
  const end = record[length - 1] !== LINE ? 0 : record[length - 2] === RETURN ? 2 : 1;
  return [record.subarray(0, length - end), record.subarray(length - end)];
}

/** The cells of a record, without quotes, as text; those that nobody wants stay empty. */
export function cellsOf(record: Bytes, dress: Dress, isWanted?: (column: number) => boolean): string[] {
  const { separator, letters } = dress;
  let [content] = splitEnd(record);
  if (content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) content = content.subarray(3);
  const [between, cell] = [separator.charCodeAt(0), new Uint8Array(content.length)];
  const cells: string[] = [];
  let [length, isQuoted] = [0, false];
  const close = () => {
    cells.push(isWanted && !isWanted(cells.length) ? "" : decode(cell.subarray(0, length), letters));
    length = 0;
  };
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at]!;
    if (byte === between && !isQuoted) close();
    else if (byte !== QUOTE) cell[length++] = byte;
    else if (isQuoted && content[at + 1] === QUOTE) cell[length++] = content[++at]!;
    else isQuoted = !isQuoted;
  }
  close();
  return cells;
}

/** A cell as it is written, quoted where it must be. */
export function written(cell: string, { separator, letters }: Dress): string {
  const text = writable(cell, letters);
  const mustQuote = text.includes(separator) || /["\n\r]/.test(text);
  return mustQuote ? `"${text.replaceAll('"', '""')}"` : text;
}
