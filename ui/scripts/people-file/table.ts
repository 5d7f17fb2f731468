// A file of people, whichever its kind: what the page asks of it.
/** How many rows are handed out at a time. */
export const BATCH = 2048;

export interface Table {
  /** The cells of the first record. */
  readonly names: string[];
  /** The first of the others, to be shown. */
  readonly samples: string[][];
  /** How the name of a file of this kind ends. */
  readonly ending: "csv" | "xlsx";
  /** The cells of some columns, in the order asked: one row for each record after the first. */
  rows(columns: number[]): AsyncGenerator<string[][]>;
  /** The whole file, with the answers at the end of each record. */
  joined(answers: Answers): Promise<Blob>;
}

/** The columns that are added, and their cells, a row after the other. */
export interface Answers {
  readonly names: string[];
  take(most: number): Promise<string[][]>;
}
