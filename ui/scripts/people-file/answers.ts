// The answers of a job, as the server gives them: a table of its own dress, the names of its columns first. Each begins with
// the number of its line, for who joins them by hand: here lines come in their order.
import { cellsOf, PLAIN, Records } from "./csv";
import { Fault } from "./fault";
import type { Answers } from "./table";

export async function answersOf(csv: Blob): Promise<Answers> {
  const records = new Records(csv);
  const take = async (most: number) => (await records.take(most)).map((record) => cellsOf(record, PLAIN).slice(1));
  const [names] = await take(1);
  if (!names) throw new Fault("network");
  return { names, take };
}
