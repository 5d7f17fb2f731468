// The two ways in which tables of text write their letters.

export type Letters = "utf-8" | "windows-1252";

/** What the bytes 0x80 to 0x9f are. The table is small, and not every runtime decodes it as the standard says. */
const MIDDLE =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";
const codes = new Map([...MIDDLE].map((letter, at) => [letter, 0x80 + at]));

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 where it is valid; a letter that the end cuts is no fault. */
export function lettersOf(head: Uint8Array): Letters {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

export function decode(bytes: Uint8Array, letters: Letters): string {
  if (letters === "utf-8") return decoder.decode(bytes);
  let text = "";
  for (const byte of bytes) text += byte >= 0x80 && byte < 0xa0 ? MIDDLE[byte - 0x80] : String.fromCharCode(byte);
  return text;
}

/** A text in which every letter can be written: the others by their number, as the program does. */
export function writable(text: string, letters: Letters): string {
  if (letters === "utf-8" || /^[\x00-\x7f\xa0-\xff]*$/.test(text)) return text;
  return [...text].map((letter) => (codeOf(letter) === undefined ? `&#${letter.codePointAt(0)};` : letter)).join("");
}

/** The bytes of a text that is writable. */
export function encode(text: string, letters: Letters): Uint8Array {
  if (letters === "utf-8") return encoder.encode(text);
  return Uint8Array.from(text, (letter) => codeOf(letter) ?? 0x3f);
}

function codeOf(letter: string): number | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return code < 0x80 || (code >= 0xa0 && code < 0x100) ? code : codes.get(letter);
}
