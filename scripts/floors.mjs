// A floor only knows the floors below. Reads what each crate depends on (tests included) and refuses the rest.
// Run by `make test`: cargo metadata --no-deps --format-version 1 | node scripts/floors.mjs
import { readFileSync } from "node:fs";

const FLOORS = [
  [],
  ["geo", "solve", "ledger", "search", "press"],
  ["store", "web"],
  ["mail", "accounts", "territories", "network", "bank", "actions"],
  ["encounters", "pathways", "pairing", "orders", "bookings", "rounds", "niches", "venture", "commitments"],
  ["essaim"],
];

// The third floor's allowed pairs: who may know which neighbour.
const NEIGHBOURS = {
  accounts: ["mail"],
  territories: ["accounts"],
  network: ["mail", "accounts", "territories"],
  bank: ["mail", "accounts", "territories", "network"],
  actions: ["mail", "accounts", "territories", "network", "bank"],
};

const short = (name) => name.replace(/^essaim-/, "");
const floorOf = (name) => FLOORS.findIndex((rooms) => rooms.includes(name));

const faults = [];
let crates = 0;
for (const { name, dependencies } of JSON.parse(readFileSync(0, "utf8")).packages) {
  const crate = short(name);
  const floor = floorOf(crate);
  crates += 1;
  if (floor < 0) {
    faults.push(`${crate}: on no floor; give it one in scripts/floors.mjs and ARCHITECTURE.md`);
    continue;
  }
  const known = dependencies.map((one) => short(one.name)).filter((one) => floorOf(one) >= 0);
  for (const other of new Set(known)) {
    const allowed = floorOf(other) < floor || NEIGHBOURS[crate]?.includes(other);
    if (!allowed) faults.push(`${crate} (floor ${floor}) may not know ${other} (floor ${floorOf(other)})`);
  }
}
for (const fault of faults) console.error(fault);
console.log(`${crates} crates, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
