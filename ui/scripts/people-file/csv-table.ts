// A table of text: read and joined in slices, whatever its size.
import { type Bytes, cellsOf, type Dress, dressOf, Records, splitEnd, written } from "./csv";
import { Fault } from "./fault";
import { encode } from "./letters";
import { Pace } from "./pace";
import { type Answers, BATCH, type Table } from "./table";

/** How many records are shown, and among how many those that hold something are looked for. */
const [SHOWN, LOOKED_AT] = [3, 50];

export class CsvTable implements Table {
  readonly ending = "csv";

  private constructor(
    private readonly file: Blob,
    private readonly dress: Dress,
    readonly names: string[],
    readonly samples: string[][],
  ) {}

  static async open(file: Blob): Promise<CsvTable> {
    const dress = await dressOf(file);
    const [first, ...others] = (await new Records(file).take(LOOKED_AT)).map((record) => cellsOf(record, dress));
    if (!first) throw new Fault("empty");
    const filled = others.filter((cells) => cells.some((cell) => cell.trim() !== ""));
    return new CsvTable(file, dress, first, (filled.length > 0 ? filled : others).slice(0, SHOWN));
  }

  async *rows(columns: number[]): AsyncGenerator<string[][]> {
    const [records, wanted] = [new Records(this.file), new Set(columns)];
    await records.take(1);
    for (let batch = await records.take(BATCH); batch.length > 0; batch = await records.take(BATCH)) {
      yield batch.map((record) => {
        const cells = cellsOf(record, this.dress, (column) => wanted.has(column));
        return columns.map((column) => cells[column] ?? "");
      });
    }
  }

  async joined(answers: Answers): Promise<Blob> {
    const [records, parts, pace] = [new Records(this.file), new Array<BlobPart>(), new Pace()];
    let [batch, told] = [await records.take(1), [answers.names]];
    while (batch.length > 0) {
      parts.push(this.withAdded(batch, told));
      await pace.rest();
      batch = await records.take(BATCH);
      told = await answers.take(Math.max(batch.length, 1));
      if (told.length !== batch.length) throw new Fault("other");
    }
    return new Blob(parts, { type: "text/csv" });
  }

  /** Records with more cells before their end of line; all that they hold stays as it is. */
  private withAdded(records: Bytes[], told: string[][]): Bytes {
    const { separator, letters } = this.dress;
    const pieces = records.flatMap((record, at) => {
      const [content, end] = splitEnd(record);
      const added = (told[at] ?? []).map((cell) => separator + written(cell, this.dress)).join("");
      return [content, encode(end.length > 0 ? added : `${added}\n`, letters), end];
    });
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
