// Archives as workbooks are: their parts are found and unfolded one at a time, and one of them can be replaced, all the
// others staying byte for byte. The browser itself unfolds and folds.
import type { Bytes } from "./csv";
import { Fault } from "./fault";

/** The largest archive that is read, and what it may unfold to, in bytes: as the program's. */
const [LARGEST, UNFOLDED] = [256 * 2 ** 20, 2 * 2 ** 30];
const [LOCAL, CENTRAL, END, WIDE_END] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50];
/** What a number holds when the real one stands in wider form elsewhere. */
const ELSEWHERE = 0xffffffff;
const [STORED, DEFLATED] = [0, 8];
const FOLDING = "deflate-raw";

interface Part {
  method: number;
  folded: number;
  unfolded: number;
  /** Where its own header begins in the archive. */
  offset: number;
  /** Its record in the directory, and where that holds the offset: four bytes or eight. */
  record: DataView<ArrayBuffer>;
  offsetAt: number;
  isWide: boolean;
}

export class Zip {
  private constructor(
    private readonly file: Blob,
    private readonly parts: Map<string, Part>,
    private readonly directory: number,
  ) {}

  static async open(file: Blob): Promise<Zip> {
    if (file.size > LARGEST) throw new Fault("large");
    const { offset, size } = await endOf(file);
    const parts = partsOf(await view(file, offset, offset + size));
    if ([...parts.values()].reduce((sum, part) => sum + part.unfolded, 0) > UNFOLDED) throw new Fault("large");
    return new Zip(file, parts, offset);
  }

  has(name: string): boolean {
    return this.parts.has(key(name));
  }

  /** A small part, as text. */
  async text(name: string): Promise<string> {
    let text = "";
    for await (const piece of this.pieces(name)) text += piece;
    return text;
  }

  /** A part as text, piece by piece. */
  async *pieces(name: string): AsyncGenerator<string> {
    const part = this.part(name);
    const header = await view(this.file, part.offset, part.offset + 30);
    if (header.getUint32(0, true) !== LOCAL) throw new Fault("unreadable");
    const begin = part.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    const folded = this.file.slice(begin, begin + part.folded).stream();
    const isFolded = part.method === DEFLATED;
    if (!isFolded && part.method !== STORED) throw new Fault("unreadable");
    const reader = (isFolded ? folded.pipeThrough(new DecompressionStream(FOLDING)) : folded).getReader();
    const decoder = new TextDecoder();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield decoder.decode(next.value, { stream: true });
    }
    yield decoder.decode();
  }

  /** The archive with other text in one of its parts. */
  async replaced(name: string, text: AsyncIterable<string>): Promise<Blob> {
    const old = this.part(name);
    const { content, check, unfolded } = await folded(text);
    const title = bytesOf(old.record, 46, old.record.getUint16(28, true));
    const flags = old.record.getUint16(8, true) & 0x0800;
    const times = old.record.getUint32(12, true);
    const facts = (at: DataView, from: number) => {
      at.setUint16(from, flags, true);
      at.setUint16(from + 2, DEFLATED, true);
      at.setUint32(from + 4, times, true);
      at.setUint32(from + 8, check, true);
      at.setUint32(from + 12, content.size, true);
      at.setUint32(from + 16, unfolded, true);
      at.setUint16(from + 20, title.length, true);
    };
    const header = new DataView(new ArrayBuffer(30));
    header.setUint32(0, LOCAL, true);
    header.setUint16(4, 20, true);
    facts(header, 6);

    const next = Math.min(this.directory, ...this.offsets().filter((offset) => offset > old.offset));
    const grown = 30 + title.length + content.size - (next - old.offset);
    const record = (part: Part): BlobPart[] => {
      if (part !== old) return [moved(part, part.offset > old.offset ? grown : 0)];
      const own = new DataView(bytesOf(part.record, 0, 46).slice().buffer);
      facts(own, 8);
      // Neither extra fields nor a comment.
      own.setUint32(30, 0, true);
      own.setUint32(42, part.offset, true);
      return [own, title];
    };
    const directory = new Blob([...this.parts.values()].flatMap(record));
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, END, true);
    end.setUint16(8, this.parts.size, true);
    end.setUint16(10, this.parts.size, true);
    end.setUint32(12, directory.size, true);
    end.setUint32(16, this.directory + grown, true);
    const [before, behind] = [this.file.slice(0, old.offset), this.file.slice(next, this.directory)];
    return new Blob([before, header, title, content, behind, directory, end]);
  }

  private part(name: string): Part {
    const part = this.parts.get(key(name));
    if (!part) throw new Fault("unreadable");
    return part;
  }

  private offsets(): number[] {
    return [...this.parts.values()].map(({ offset }) => offset);
  }
}

/** Names of parts differ by more than case; some programs write them with backslashes. */
function key(name: string): string {
  return name.replaceAll("\\", "/").replace(/^\//, "").toLowerCase();
}

async function view(file: Blob, begin: number, end: number): Promise<DataView<ArrayBuffer>> {
  const bytes = await file.slice(begin, end).arrayBuffer();
  if (bytes.byteLength < end - begin) throw new Fault("unreadable");
  return new DataView(bytes);
}

function bytesOf(from: DataView<ArrayBuffer>, at: number, length: number): Bytes {
  return new Uint8Array(from.buffer, from.byteOffset + at, length);
}

/** Where the directory is: told at the end, before a comment. */
async function endOf(file: Blob): Promise<{ offset: number; size: number }> {
  const begin = Math.max(0, file.size - 22 - 0xffff);
  const tail = await view(file, begin, file.size);
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue;
    const [size, offset] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (offset !== ELSEWHERE && size !== ELSEWHERE) return { offset, size };
    const wideAt = Number(tail.getBigUint64(at - 12, true));
    const wide = await view(file, wideAt, wideAt + 56);
    if (wide.getUint32(0, true) !== WIDE_END) break;
    return { size: Number(wide.getBigUint64(40, true)), offset: Number(wide.getBigUint64(48, true)) };
  }
  throw new Fault("unreadable");
}

function partsOf(directory: DataView<ArrayBuffer>): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === CENTRAL; ) {
    const [name, extra, comment] = lengths(directory, at);
    const length = 46 + name + extra + comment;
    const record = new DataView(directory.buffer, directory.byteOffset + at, length);
    parts.set(key(new TextDecoder().decode(bytesOf(record, 46, name))), partOf(record, 46 + name, 46 + name + extra));
    at += length;
  }
  return parts;
}

/** Of the name, the extra fields and the comment of a part. */
function lengths(directory: DataView, at: number): [number, number, number] {
  const length = (field: number) => directory.getUint16(at + field, true);
  return [length(28), length(30), length(32)];
}

function partOf(record: DataView<ArrayBuffer>, extra: number, extraEnd: number): Part {
  // Locked parts are nobody's to read.
  if (record.getUint16(8, true) & 1) throw new Fault("unreadable");
  let wide = extra;
  while (wide + 4 <= extraEnd && record.getUint16(wide, true) !== 1) wide += 4 + record.getUint16(wide + 2, true);
  wide += 4;
  const number = (at: number): { value: number; at: number; isWide: boolean } => {
    const value = record.getUint32(at, true);
    if (value !== ELSEWHERE) return { value, at, isWide: false };
    const told = { value: Number(record.getBigUint64(wide, true)), at: wide, isWide: true };
    wide += 8;
    return told;
  };
  // In this order, which is that of the wider forms.
  const [unfolded, folded, offset] = [number(24), number(20), number(42)];
  return {
    method: record.getUint16(10, true),
    folded: folded.value,
    unfolded: unfolded.value,
    offset: offset.value,
    record,
    offsetAt: offset.at,
    isWide: offset.isWide,
  };
}

/** A part's record in the directory, once what stands before it has grown. */
function moved({ record, offset, offsetAt, isWide }: Part, grown: number): DataView<ArrayBuffer> {
  const own = new DataView(bytesOf(record, 0, record.byteLength).slice().buffer);
  if (isWide) own.setBigUint64(offsetAt, BigInt(offset + grown), true);
  else own.setUint32(offsetAt, offset + grown, true);
  return own;
}

/** Text, folded as it comes, with what an archive tells of it. */
async function folded(text: AsyncIterable<string>): Promise<{ content: Blob; check: number; unfolded: number }> {
  const [folding, encoder, check] = [new CompressionStream(FOLDING), new TextEncoder(), new Check()];
  const content = new Response(folding.readable).blob();
  const writer = folding.writable.getWriter();
  let unfolded = 0;
  for await (const piece of text) {
    const bytes = encoder.encode(piece);
    unfolded += bytes.length;
    check.add(bytes);
    await writer.write(bytes);
  }
  await writer.close();
  return { content: await content, check: check.value(), unfolded };
}

/** CRC-32, as archives have it. */
class Check {
  private static readonly table = Uint32Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  private state = -1;

  add(bytes: Uint8Array): void {
    let { state } = this;
    for (const byte of bytes) state = Check.table[(state ^ byte) & 0xff]! ^ (state >>> 8);
    this.state = state;
  }

  value(): number {
    return ~this.state >>> 0;
  }
}
