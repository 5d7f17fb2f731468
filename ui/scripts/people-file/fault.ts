// What keeps a file of people from being read, sent or put together: the page's texts have the same names.

export type Reason = "unreadable" | "empty" | "large" | "network" | "no-columns" | "heads" | "decisions" | "other";

export class Fault extends Error {
  constructor(
    readonly reason: Reason,
    /** What the server says of it, where it says something. */
    readonly told = "",
  ) {
    super(told || reason);
  }
}

/** Whatever was thrown, as a fault: what nobody foresaw is a file that cannot be read. */
export function faultOf(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault("unreadable");
}
