// Which column holds what: the server's guess, in the choices that it sends, and what she made of it.

/** The choices that tell an address. */
const ADDRESS = ["numero", "rep", "type_voie", "adresse", "complement", "code_postal", "ville", "insee"];
/** Without one of them there is no address. */
const NEEDED = ["adresse", "ville"];

export class Columns {
  private readonly told: Map<string, number>;

  constructor(root: ParentNode) {
    const choices = [...root.querySelectorAll<HTMLSelectElement>("select[name]")];
    const told = choices.filter(({ value }) => /^\d+$/.test(value));
    this.told = new Map(told.map(({ name, value }) => [name, Number(value)]));
  }

  get isEnough(): boolean {
    return NEEDED.some((name) => this.told.has(name));
  }

  /** Those that are sent: each once, in the order of the file. */
  get all(): number[] {
    return sorted(this.told.values());
  }

  /** Those of them that tell an address. */
  get address(): number[] {
    return sorted(ADDRESS.flatMap((name) => this.told.get(name) ?? []));
  }

  /** Each choice, by its place among those that are sent. */
  *places(): Generator<[string, number]> {
    const { all } = this;
    for (const [name, column] of this.told) yield [name, all.indexOf(column)];
  }
}

function sorted(columns: Iterable<number>): number[] {
  return [...new Set(columns)].sort((one, other) => one - other);
}
