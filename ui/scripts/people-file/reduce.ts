// The part of a table that is sent: the columns that were chosen, one record for each of the table's.
import { PLAIN, written } from "./csv";
import { Fault } from "./fault";
import { Pace } from "./pace";
import { Print } from "./print";
import type { Table } from "./table";

/** More than this is not sent, in bytes. */
export const LARGEST = 50_000_000;

export interface Reduced {
  csv: Blob;
  /** Its print, in hexadecimal digits. */
  print: string;
  /** How many records it has after the names. */
  count: number;
}

/** `isKept` chooses among the records; all of them otherwise. */
export async function reduced(
  table: Table,
  columns: number[],
  isKept?: (cells: string[]) => boolean,
): Promise<Reduced> {
  const [parts, print, pace, encoder] = [new Array<BlobPart>(), new Print(), new Pace(), new TextEncoder()];
  let [count, size] = [0, 0];
  const add = (rows: string[][]) => {
    const bytes = encoder.encode(rows.map(line).join(""));
    size += bytes.length;
    if (size > LARGEST) throw new Fault("large");
    print.add(bytes);
    parts.push(bytes);
  };
  add([columns.map((column) => table.names[column] ?? "")]);
  for await (const batch of table.rows(columns)) {
    const kept = isKept ? batch.filter(isKept) : batch;
    add(kept);
    count += kept.length;
    await pace.rest();
  }
  return { csv: new Blob(parts, { type: "text/csv" }), print: print.toString(), count };
}

function line(cells: string[]): string {
  return `${cells.map((cell) => written(cell, PLAIN)).join(PLAIN.separator)}\n`;
}
