// Tables of text: read as the program reads them, joined byte for byte.
import assert from "node:assert/strict";
import test from "node:test";
import { numbered } from "../answers.mjs";
import { load } from "../module.mjs";

const { Records, cellsOf, dressOf, written, PLAIN, encode, decode, writable, openTable, reduced, Print, answersOf } = await load(
  "people-file/csv", "people-file/letters", "people-file/open", "people-file/reduce", "people-file/print", "people-file/answers",
);

const bytes = (text) => Buffer.from(text, "latin1");
const file = (...parts) => new Blob(parts);
const records = async (blob) => (await new Records(blob).take(1e6)).map((record) => Buffer.from(record).toString("latin1"));
const fails = (work, reason) => assert.rejects(work, (fault) => fault.reason === reason);

async function joined(blob, answers) {
  const table = await openTable(blob);
  const whole = await table.joined(await answersOf(file(numbered(answers))));
  return Buffer.from(await whole.arrayBuffer()).toString("latin1");
}

test("a record is a line, blank ones too, and keeps its end", async () => {
  assert.deepEqual(await records(file("a;b\r\n\n1;2\n\r\nlast")), ["a;b\r\n", "\n", "1;2\n", "\r\n", "last"]);
  assert.deepEqual(await records(file("")), []);
  assert.deepEqual(await records(file("\n")), ["\n"]);
});

test("quotes hold line ends, doubled or not", async () => {
  assert.deepEqual(await records(file('a;"b\nc";d\n"x ""y""\n";z\n')), ['a;"b\nc";d\n', '"x ""y""\n";z\n']);
  assert.deepEqual(await records(file('a\n"never closed\nb\n')), ["a\n", '"never closed\nb\n']);
});

test("records are the same whatever the slices they were read in", async () => {
  const lines = Array.from({ length: 60_000 }, (_, at) => `${at};"rue ""${at}""\nbis";${"x".repeat(at % 40)}\r\n`);
  const found = [];
  const reader = new Records(file(lines.join("")));
  for (let batch = await reader.take(777); batch.length > 0; batch = await reader.take(777)) {
    found.push(...batch.map((record) => Buffer.from(record).toString()));
  }
  assert.deepEqual(found, lines);
});

test("a record longer than a megabyte is none", async () => {
  await fails(records(file("a\n", "x".repeat(1 << 20))), "unreadable");
  assert.equal((await records(file("a\n", "x".repeat((1 << 20) - 2), "\n"))).length, 2);
});

test("the separator is the most frequent of the first line, outside quotes", async () => {
  const cases = { "a;b,c;d\n,,,,": ";", "a,b\n": ",", "a\tb\n": "\t", "a|b|c;d\n": "|", "alone\n": ";", "a;b,c\n": ";", '"a,b,c";d\n': ";" };
  for (const [text, separator] of Object.entries(cases)) assert.equal((await dressOf(file(text))).separator, separator, text);
});

test("letters are UTF-8 where that is valid, else windows-1252", async () => {
  const letters = async (...parts) => (await dressOf(file(...parts))).letters;
  assert.equal(await letters("numéro;été\n"), "utf-8");
  assert.equal(await letters("\ufeffnuméro\n"), "utf-8");
  assert.equal(await letters(bytes("num\xe9ro;rue\n")), "windows-1252");
  // What the end cuts is no fault, as in the program.
  assert.equal(await letters(Buffer.from([0x61, 0xc3])), "utf-8");
  await fails(letters(Buffer.from([0xff, 0xfe, 0x61, 0x00])), "unreadable");
});

test("every letter of windows-1252 goes both ways; others are told by their number", () => {
  const all = Uint8Array.from({ length: 256 }, (_, at) => at);
  const text = decode(all, "windows-1252");
  assert.equal(text.slice(0x80, 0xa0), "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ");
  assert.deepEqual(encode(text, "windows-1252"), all);
  assert.equal(writable("cœur → é", "windows-1252"), "cœur &#8594; é");
  assert.equal(writable("→", "utf-8"), "→");
});

test("cells lose their quotes and the mark before the first", () => {
  const cells = (text, dress = PLAIN) => cellsOf(new Uint8Array(Buffer.from(text)), dress);
  assert.deepEqual(cells('a;"b;c";"d ""e""";\r\n'), ["a", "b;c", 'd "e"', ""]);
  assert.deepEqual(cells('\ufeff"Nom";x\n'), ["Nom", "x"]);
  assert.deepEqual(cells("\n"), [""]);
  assert.deepEqual(cells('12" écran;"";z', PLAIN), ['12 écran;";z']);
  assert.deepEqual(cellsOf(new Uint8Array(Buffer.from("a;b;c")), PLAIN, (at) => at === 1), ["", "b", ""]);
  assert.equal(written('a "b"', PLAIN), '"a ""b"""');
  assert.equal(written("→;", { separator: ",", letters: "windows-1252" }), "&#8594;;");
  assert.equal(written("→", { separator: ";", letters: "windows-1252" }), '"&#8594;"');
});

test("only the columns that were chosen are sent, one record for each", async () => {
  const table = await openTable(file(bytes('Nom,Adresse,"Code, postal",Note\r\nL\xe9a,"1 rue ""A""",1000,x\r\n\r\nB,2 rue B;bis\r\nC,"3\nrue",75001,z')));
  assert.deepEqual(table.names, ["Nom", "Adresse", "Code, postal", "Note"]);
  assert.deepEqual(table.samples[0], ["Léa", '1 rue "A"', "1000", "x"]);
  const { csv, count, print } = await reduced(table, [1, 2]);
  const text = await csv.text();
  assert.equal(text, 'Adresse;Code, postal\n"1 rue ""A""";1000\n;\n"2 rue B;bis";\n"3\nrue";75001\n');
  assert.equal(count, 4);
  const own = new Print();
  own.add(Buffer.from(text));
  assert.equal(print, own.toString());
});

test("a blank record of one column stays a record", async () => {
  const { csv, count } = await reduced(await openTable(file("a;ville\nx;Lyon\n\ny;Metz\n\n")), [1]);
  assert.equal(await csv.text(), "ville\nLyon\n\nMetz\n\n");
  assert.equal(count, 4);
  assert.equal((await records(csv)).length, 5);
});

test("records can be chosen among", async () => {
  const table = await openTable(file("ville;decision\nLyon;hors\nMetz;\nLens;QN1\n"));
  const { csv, count } = await reduced(table, [0, 1], ([, decision]) => decision !== "");
  assert.equal(await csv.text(), "ville;decision\nLyon;hors\nLens;QN1\n");
  assert.equal(count, 2);
});

test("the print is FNV-1a of 64 bits", () => {
  const print = (text) => {
    const own = new Print();
    for (const part of text) own.add(Buffer.from(part));
    return own.toString();
  };
  assert.equal(print([]), "cbf29ce484222325");
  assert.equal(print(["a"]), "af63dc4c8601ec8c");
  assert.equal(print(["foo", "bar"]), "85944171f73967e8");
  const large = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 31) & 0xff));
  let [hash, prime] = [0xcbf29ce484222325n, 0x100000001b3n];
  for (const byte of large) hash = ((hash ^ BigInt(byte)) * prime) & 0xffffffffffffffffn;
  assert.equal(print([large]), hash.toString(16).padStart(16, "0"));
});

test("answers stand at the end of each record, all else byte for byte", async () => {
  const answers = 'qpv;motif\nQN1;"près; d\'un ""bord"""\n;\nhors;loin\n';
  const text = '\ufeffNom;"Rue"\r\n"A ""x""\r\ny";  12 \r\n\r\nB;3';
  assert.equal(
    Buffer.from(await joined(file(text), answers), "latin1").toString(),
    '\ufeffNom;"Rue";qpv;motif\r\n"A ""x""\r\ny";  12 ;QN1;"près; d\'un ""bord"""\r\n;;\r\nB;3;hors;loin\n',
  );
});

test("answers take the table's separator and letters", async () => {
  const latin = await joined(file(bytes("Pr\xe9nom,Rue\nZo\xeb,a\n")), "qpv;motif\nQN1;é, cœur →\n");
  assert.equal(latin, 'Pr\xe9nom,Rue,qpv,motif\nZo\xeb,a,QN1,"\xe9, c\x9cur &#8594;"\n');
});

test("as many answers as records, or nothing", async () => {
  await fails(joined(file("a\n1\n2\n"), "q\nx\n"), "other");
  await fails(joined(file("a\n1\n"), "q\nx\ny\n"), "other");
});

test("large tables come back whole", async () => {
  const lines = Array.from({ length: 30_000 }, (_, at) => `${at};rue ${at}`);
  const whole = await joined(file(`n;rue\n${lines.join("\n")}\n`), `qpv\n${lines.map((_, at) => `Q${at}`).join("\n")}\n`);
  assert.equal(whole, `n;rue;qpv\n${lines.map((line, at) => `${line};Q${at}`).join("\n")}\n`);
});

test("a file without a row is empty", async () => {
  await fails(openTable(file("")), "empty");
  await fails(openTable(file("a;b\n")), "empty");
  await fails(openTable(file(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0]))), "unreadable");
});

test("more than what is sent at the most is refused", async () => {
  const wide = `${"x".repeat(999_990)}\n`;
  await fails(openTable(file("a\n", ...Array(51).fill(wide))).then((table) => reduced(table, [0])), "large");
});
