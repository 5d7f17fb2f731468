// Workbooks: their first sheet read as text, and given back in place with more columns.
import assert from "node:assert/strict";
import test from "node:test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { numbered } from "../answers.mjs";
import { load } from "../module.mjs";

const { openTable, reduced, answersOf, isDay, dayOf, Tokens, attribute, plain, escaped, columnOf, lettersOfColumn } = await load(
  "people-file/open", "people-file/reduce", "people-file/answers", "people-file/days", "people-file/xml", "people-file/sheet",
);

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = (...all) =>
  `<?xml version="1.0"?><Relationships>${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;

/** The parts of a workbook whose first sheet is told; `more` are other parts, or others in their place. */
function parts(sheet, { strings = [], settings = "", styles = "", ...more } = {}) {
  return {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations(["r1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${settings}<sheets><sheet name="Un &gt; deux" sheetId="7" r:id="r2"/><sheet name="B" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      ["r1", "worksheet", "worksheets/sheet1.xml"], ["r2", "worksheet", "/xl/worksheets/sheet2.xml"],
      ["r3", "sharedStrings", "sharedStrings.xml"], ["r4", "styles", "styles.xml"],
    ),
    "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><v>666</v></c></row></sheetData></worksheet>",
    "xl/worksheets/sheet2.xml": sheet,
    "xl/sharedStrings.xml": `<sst>${strings.join("")}</sst>`,
    "xl/styles.xml": `<styleSheet>${styles}</styleSheet>`,
    ...more,
  };
}

const zipped = (all, options) => zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)])), options);
const book = (...told) => new Blob([zipped(parts(...told))]);
const sheet = (rows, before = "") => `<?xml version="1.0" encoding="UTF-8"?>\r\n<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData><pageMargins left="0.7"/></worksheet>`;
const inline = (place, text) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
const fails = (work, reason) => assert.rejects(work, (fault) => fault.reason === reason);

async function rows(blob) {
  const table = await openTable(blob);
  const { csv, count } = await reduced(table, table.names.map((_, at) => at));
  const lines = (await csv.text()).split("\n").slice(0, -1);
  assert.equal(lines.length, count + 1);
  return lines;
}

/** The first sheet's XML once answers were put into it; all other parts must be as they were. */
async function joined(before, answers) {
  const after = await (await openTable(new Blob([before]))).joined(await answersOf(new Blob([numbered(answers)])));
  const [old, now] = [unzipSync(before), unzipSync(new Uint8Array(await after.arrayBuffer()))];
  assert.deepEqual(Object.keys(now), Object.keys(old));
  for (const name of Object.keys(old)) if (name !== "xl/worksheets/sheet2.xml") assert.deepEqual(now[name], old[name], name);
  return strFromU8(now["xl/worksheets/sheet2.xml"]);
}

test("values are told as text, whatever holds them", async () => {
  const strings = [
    "<si><t>Nom</t></si>",
    '<si><t xml:space="preserve"> Zoé &amp; Cie </t></si>',
    "<si><r><rPr><b/></rPr><t>rue </t></r><r><t xml:space=\"preserve\"> de</t></r><rPh sb=\"0\" eb=\"1\"><t>dit</t></rPh><phoneticPr fontId=\"1\"/></si>",
    "<si><t>a_x000D_b&#233;<![CDATA[<c>]]></t></si>",
    "<si/>",
  ];
  const cells = [
    ["s", 0], ["inlineStr", ""], ["str", "Vrai"], ["n", "1000"], ["b", 1], ["e", "#N/A"], ["n", "1.5"], ["s", 2],
  ];
  const head = cells.map((_, at) => inline(`${lettersOfColumn(at)}1`, `c${at}`)).join("");
  const values =
    '<c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>' +
    '<c r="C2" t="str"><f>A2&amp;"&gt;"</f><v>é &amp; è</v></c><c r="D2"><v>1000</v></c><c r="E2" t="b"><v>1</v></c>' +
    '<c r="F2" t="e"><v>#N/A</v></c><c r="G2"><v>48.85</v></c><c r="H2" t="s"><v>2</v></c>' +
    '<c r="I2" t="s"><v>3</v></c><c r="J2" t="s"><v>4</v></c><c r="K2"><v>1E+21</v></c><c r="L2" s="1"/>';
  assert.deepEqual(await rows(book(sheet(`<row r="1">${head}</row><row r="2">${values}</row>`), { strings })), [
    "c0;c1;c2;c3;c4;c5;c6;c7;;;",
    ' Zoé & Cie ;xy;é & è;1000;true;#N/A;48.85;rue de;"a\rbé<c>";;1000000000000000000000',
  ]);
});

test("the table is what the sheet holds: from its first row and column with a value", async () => {
  const sparse =
    '<row r="1" spans="1:9"/><row r="2"><c r="A2" s="4"/></row><row r="3">' + inline("C3", "ville") + inline("D3", "note") +
    '</row><row r="6">' + inline("D6", "n") + '</row><row r="7"><c r="C7"><v>5</v></c><c r="H7" s="2"/></row><row r="9"><c r="B9" s="1"/></row>';
  assert.deepEqual(await rows(book(sheet(sparse, '<dimension ref="A1:H9"/>'))), ["ville;note", ";", ";", ";n", "5;"]);
});

test("rows and cells that do not say where they are follow the ones before", async () => {
  const bare = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row/><row><c/><c><v>4</v></c></row>";
  assert.deepEqual(await rows(book(sheet(bare))), ["1;2", "3;", ";", ";4"]);
});

test("days are told as days, by either system", async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"><alignment/></xf><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs><cellStyles/>';
  const told = sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>45292</v></c><c r="B2" s="2"><v>45292.5</v></c><c r="C2" s="3"><v>45292</v></c><c r="D2" s="0"><v>7</v></c></row>');
  assert.deepEqual((await rows(book(told, { styles })))[1], "2024-01-01;2024-01-01 12:00:00;45292;7");
  const settings = '<workbookPr date1904="1"/>';
  assert.deepEqual((await rows(book(told, { styles, settings })))[1], "2028-01-02;2028-01-02 12:00:00;45292;7");
});

test("formats of days are known by their letters", () => {
  const days = ["dd/mm/yyyy", "[$-40C]d mmm yyyy", "h:mm;@", "[h]:mm", "[hh]", 'm"M"d', "yyyy\\-mm", "mm:ss"];
  const others = ["General", "0.00", "#,##0\\ [$€-40C]", '0" jours"', "[Red]0", "@", "0_d", "0;yyyy", "0.00E+00"];
  for (const code of days) assert.ok(isDay(164, code), code);
  for (const code of others) assert.ok(!isDay(164, code), code);
  assert.deepEqual([13, 14, 22, 23, 44, 45, 47, 48, 49].map((id) => isDay(id, undefined)), [false, true, true, false, false, true, true, false, false]);
  assert.deepEqual([dayOf(1, false), dayOf(59, false), dayOf(61, false), dayOf(0, true)], ["1900-01-01", "1900-02-28", "1900-03-01", "1904-01-01"]);
});

test("answers are cells at the right; everything else is as it was", async () => {
  const before = sheet(
    '<row r="2" spans="1:2" ht="20" customHeight="1"><c r="A2" s="3" t="s"><v>0</v></c><c r="B2" s="5" t="s"><v>1</v></c></row>' +
      '<row r="3" spans=\'1:2\'><c r="A3"><v>1</v></c><c r="B3"><f t="shared" ref="B3:B5" si="0">A3*2</f><v>2</v></c><c r="C3" s="9"/><c r="G3" s="1"/></row>' +
      '<row r="4" s="2"/>\n<row r="7"><c r="A7"><v>3</v></c></row><row r="8"><c r="B8" s="1"/></row>',
    '<dimension ref="A2:B7"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>',
  );
  const after = await joined(zipped(parts(before, { strings: ["<si><t>a</t></si>", "<si><t>b</t></si>"] })), "qpv;m\nQN<1>;-12.50\nhors;\n;\nà voir;\" x\"\nfin;1.2.3\n");
  assert.equal(
    after,
    before
      .replace("A2:B7", "A2:D7")
      .replace('<row r="2" spans="1:2"', '<row r="2"')
      .replace('t="s"><v>1</v></c></row>', 't="s"><v>1</v></c><c r="C2" s="5" t="inlineStr"><is><t>qpv</t></is></c><c r="D2" s="5" t="inlineStr"><is><t>m</t></is></c></row>')
      .replace("<row r=\"3\" spans='1:2'>", '<row r="3">')
      .replace('<c r="C3" s="9"/>', '<c r="C3" t="inlineStr"><is><t>QN&lt;1&gt;</t></is></c><c r="D3"><v>-12.5</v></c>')
      .replace('<row r="4" s="2"/>', '<row r="4" s="2"><c r="C4" t="inlineStr"><is><t>hors</t></is></c></row>')
      .replace('\n<row r="7"><c r="A7"><v>3</v></c>', '\n<row r="6"><c r="C6" t="inlineStr"><is><t>à voir</t></is></c><c r="D6" t="inlineStr"><is><t xml:space="preserve"> x</t></is></c></row><row r="7"><c r="A7"><v>3</v></c><c r="C7" t="inlineStr"><is><t>fin</t></is></c><c r="D7" t="inlineStr"><is><t>1.2.3</t></is></c>'),
  );
});

test("what was put in is read back, and the columns before it are the same", async () => {
  const before = zipped(parts(sheet(`<row r="1">${inline("A1", "ville")}</row><row r="3">${inline("A3", "Metz")}</row>`)));
  const table = await openTable(new Blob([before]));
  const after = await table.joined(await answersOf(new Blob([numbered("qpv;m\nQN1;2.50\n;\n")])));
  assert.deepEqual(await rows(after), ["ville;qpv;m", ";QN1;2.5", "Metz;;"]);
});

test("the sum that archives keep of a part is that of the new one", async () => {
  const before = zipped(parts(sheet('<row r="1"><c><v>1</v></c></row><row r="2"><c><v>é</v></c></row>')));
  const after = await (await openTable(new Blob([before]))).joined(await answersOf(new Blob([numbered("qpv\nQN1\n")])));
  const own = Buffer.from(await after.arrayBuffer());
  const name = "xl/worksheets/sheet2.xml";
  const other = Buffer.from(zipped(parts(strFromU8(unzipSync(own)[name]))));
  // In the part's own header, then in the directory.
  const sums = (zip) => [zip.readUInt32LE(zip.indexOf(name) - 16), zip.readUInt32LE(zip.lastIndexOf(name) - 30)];
  assert.deepEqual(sums(own), sums(other));
});

test("thousands of rows may be absent", async () => {
  const before = zipped(parts(sheet('<row r="1"><c><v>1</v></c></row><row r="9000"><c><v>2</v></c></row>')));
  const after = await joined(before, `qpv\n${Array.from({ length: 8999 }, (_, at) => `Q${at + 2}\n`).join("")}`);
  assert.equal(after.match(/<row /g).length, 9000);
  assert.ok(after.includes('<row r="8000"><c r="B8000" t="inlineStr"><is><t>Q8000</t></is></c></row>'));
});

test("a row that comes after its turn has no answer, and takes nobody's", async () => {
  const late = '<row r="1"><c><v>1</v></c></row><row r="3"><c><v>3</v></c></row><row r="2"><c><v>2</v></c></row>';
  assert.deepEqual(await rows(book(sheet(late))), ["1", "", "3"]);
  const after = await joined(zipped(parts(sheet(late))), "qpv\n\nQ3\n");
  assert.match(after, /<c><v>3<\/v><\/c><c r="B3".*?Q3.*<row r="2"><c><v>2<\/v><\/c><\/row><\/sheetData>/);
});

test("a sheet whose names bear a prefix gets cells that bear it", async () => {
  const before = `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
  const after = await joined(zipped(parts(before)), "qpv\nQN1\n");
  assert.match(after, /<x:c r="B2" t="inlineStr"><x:is><x:t>QN1<\/x:t><\/x:is><\/x:c><\/x:row><\/x:sheetData>/);
});

test("as many answers as rows, or nothing", async () => {
  const before = zipped(parts(sheet('<row r="1"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row><row r="3"><c><v>1</v></c></row>')));
  await fails(joined(before, "qpv\na\n"), "other");
  await fails(joined(before, "qpv\na\nb\nc\n"), "other");
});

test("a large sheet comes whole through small pieces, stored or folded", async () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c>${inline(`B${at + 1}`, `rue n° ${at}`)}</row>`);
  for (const level of [0, 6]) {
    const before = zipped(parts(sheet(lines.join(""))), { level });
    const after = await joined(before, `qpv\n${lines.slice(1).map((_, at) => `Q${at + 2}`).join("\n")}\n`);
    assert.equal(after, sheet(lines.map((line, at) => line.replace("</row>", `<c r="C${at + 1}" t="inlineStr"><is><t>${at ? `Q${at + 1}` : "qpv"}</t></is></c></row>`)).join("")));
  }
});

test("what is no workbook, or an empty one, is refused", async () => {
  await fails(openTable(new Blob([zipped({ "content.xml": "<a/>" })])), "unreadable");
  await fails(openTable(book(sheet(""))), "empty");
  await fails(openTable(book(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))), "empty");
  const cut = zipped(parts(sheet(`<row r="1">${inline("A1", "x")}</row>`)));
  await assert.rejects(openTable(new Blob([cut.slice(0, -30)])));
});

test("XML is cut where its tags end, whatever the pieces", () => {
  const xml = `<?xml version="1.0"?><a b='>' c="/>"><!-- <x> --><![CDATA[</a>]]>t &amp; u<d/></a>`;
  const whole = (size) => {
    const [tokens, found] = [new Tokens(), []];
    for (let at = 0; at < xml.length; at += size) {
      tokens.push(xml.slice(at, at + size));
      for (let token = tokens.next(); token; token = tokens.next()) found.push([token.kind, token.raw, token.name]);
    }
    return found;
  };
  const expected = whole(1000);
  assert.deepEqual(expected.map(([kind]) => kind), ["other", "open", "other", "text", "text", "empty", "close"]);
  assert.equal(expected.map(([, raw]) => raw).join(""), xml);
  for (const size of [1, 2, 7]) assert.deepEqual(whole(size), expected);
  assert.equal(attribute("<c r='A1' s = \"2\" xr:r=\"no\">", "s"), "2");
  assert.equal(attribute('<sheet name="x" r:id="r7"/>', "*:id"), "r7");
  assert.equal(plain("&lt;&#x41;&#66;&apos;&nbsp;\r\n"), "<AB'&nbsp;\n");
  assert.equal(escaped("a<b>&\x00\x0b"), "a&lt;b&gt;&amp;");
});

test("columns have letters", () => {
  for (const [column, letters] of [[0, "A"], [25, "Z"], [26, "AA"], [701, "ZZ"], [702, "AAA"], [16383, "XFD"]]) {
    assert.equal(lettersOfColumn(column), letters);
    assert.equal(columnOf(`${letters}12`), column);
  }
});
