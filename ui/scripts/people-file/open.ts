// A file of people, opened as what it is.
import { CsvTable } from "./csv-table";
import { Fault } from "./fault";
import type { Table } from "./table";
import { isWorkbook, Workbook } from "./workbook";

export async function openTable(file: Blob): Promise<Table> {
  if (file.size === 0) throw new Fault("empty");
  const table = (await isWorkbook(file)) ? await Workbook.open(file) : await CsvTable.open(file);
  if (table.samples.length === 0) throw new Fault("empty");
  return table;
}
