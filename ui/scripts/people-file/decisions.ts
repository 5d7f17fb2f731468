// Last year's table, of which only what people decided is sent: for each line that has a decision, the address and the
// decision.
import { Columns } from "./columns";
import { Fault } from "./fault";
import { openTable } from "./open";
import { reduced } from "./reduce";
import { columnsOf } from "./send";

/** What was decided, and when: as the program names its columns. */
const DECIDED = ["qpv_decision", "qpv_decision_le"];

/** `names` are those of the address columns that she chose in this year's table: the same ones are sent. */
export async function decided(file: File, columnsUrl: string, names: string[]): Promise<Blob> {
  const table = await openTable(file);
  const plain = table.names.map((name) => name.trim().toLowerCase());
  const places = DECIDED.map((name) => plain.indexOf(name));
  const [what] = places;
  if (what === undefined || places.includes(-1)) throw new Fault("decisions");
  const { address } = new Columns(await columnsOf(columnsUrl, table.names, true));
  const same = names.map((name) => table.names.indexOf(name)).filter((at) => at >= 0);
  const columns = [...new Set([...address, ...same, ...places])].sort((one, other) => one - other);
  const at = columns.indexOf(what);
  return (await reduced(table, columns, (cells) => cells[at]?.trim() !== "")).csv;
}
