// XML a piece at a time, as it comes out of a workbook: its sheets are too large for a tree. What is not understood is
// handed on as it was written.

export interface Token {
  kind: "open" | "close" | "empty" | "text" | "other";
  /** As it is written. */
  raw: string;
  /** An element's name, without its prefix. */
  name: string;
}

export class Tokens {
  private held = "";
  private at = 0;

  push(text: string): void {
    this.held = this.held.slice(this.at) + text;
    this.at = 0;
  }

  /** The next token; none until more is pushed. */
  next(): Token | undefined {
    const { held, at } = this;
    if (at >= held.length) return undefined;
    if (held[at] !== "<") return this.cut("text", held.indexOf("<", at));
    const mark = held[at + 1];
    if (mark === "?") return this.cut("other", after(held, "?>", at));
    if (mark === "!") {
      if (held.startsWith("<!--", at)) return this.cut("other", after(held, "-->", at));
      if (held.startsWith("<![CDATA[", at)) return this.cut("text", after(held, "]]>", at));
      if (held.length - at < "<![CDATA[".length) return undefined;
    }
    const end = endOfTag(held, at);
    const kind = mark === "/" ? "close" : mark === "!" ? "other" : held[end - 2] === "/" ? "empty" : "open";
    return this.cut(kind, end);
  }

  private cut(kind: Token["kind"], end: number): Token | undefined {
    if (end < 0) return undefined;
    const raw = this.held.slice(this.at, end);
    this.at = end;
    return { kind, raw, name: kind === "text" || kind === "other" ? "" : nameOf(raw) };
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** Where a tag ends: a value in quotes may hold what looks like its end. */
function endOfTag(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === ">") return at + 1;
    if (letter === '"' || letter === "'") {
      at = text.indexOf(letter, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

const NAME = /^<\/?(?:[^\s:/>]+:)?([^\s/>]+)/;

function nameOf(tag: string): string {
  return NAME.exec(tag)?.[1] ?? "";
}

/** The prefix that a tag's name bears, with its colon. */
export function prefixOf(tag: string): string {
  return /^<\/?([^\s:/>]+:)?/.exec(tag)?.[1] ?? "";
}

const patterns = new Map<string, RegExp>();

/** The value of a tag's attribute, whose name may bear a prefix where `*:` says so. */
export function attribute(tag: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`\\s${name.replace("*:", "(?:[^\\s:=]+:)")}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const found = pattern.exec(tag);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : plain(value);
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text that a piece of XML stands for. */
export function plain(raw: string): string {
  if (raw.startsWith("<![CDATA[")) return raw.slice("<![CDATA[".length, -"]]>".length);
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A text as XML holds it; what XML cannot hold is left out. */
export function escaped(text: string): string {
  const allowed = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "");
  return allowed.replace(/[&<>]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[letter] ?? letter);
}
