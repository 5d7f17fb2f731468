// What others wrote in the program: libraries, scripts of the interface, fonts, each with its licence and its text.
//
//   node scripts/third-parties.mjs            the list, then each text once: THIRD-PARTIES.txt
//   node scripts/third-parties.mjs --check    refuses an npm package under a licence that deny.toml does not allow
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// Fonts are data: their licence does not reach the program.
const FONTS = ["OFL-1.1"];
// Said in the package's readme, not in its description.
const UNDECLARED = { "@mapbox/jsonlint-lines-primitives": "MIT" };
const TEXT = /^(licen[cs]es?|copying|notice|unlicense|copyright|ofl)([-._].*)?$/i;
const CODE = /\.(rs|[cm]?js|ts|json|html|py|c|h|svg|png)$/;
const NEVER = new Set(["node_modules", "target", "tests", "test", "examples", "benches", "src"]);

const json = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The npm packages of a folder, as its lock file has them. */
function npm(folder) {
  return Object.entries(json(join(folder, "package-lock.json")).packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license, dev = false }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return { name, version, licence: license ?? UNDECLARED[name] ?? "", dev, folder: join(folder, path), home: "an npm package" };
    });
}

/** The crates that the program is made of, on this machine: neither what tests nor what build scripts use. */
function crates() {
  const cargo = (...options) => execFileSync("cargo", options, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const tree = cargo("tree", "--locked", "--package", "essaim", "--edges", "normal", "--prefix", "none", "--format", "{p}");
  const host = /^host: (.*)$/m.exec(execFileSync("rustc", ["-vV"], { encoding: "utf8" }))[1];
  const used = new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
  return JSON.parse(cargo("metadata", "--locked", "--format-version", "1", "--filter-platform", host))
    .packages.filter(({ name, version, source }) => source !== null && used.has(`${name} v${version}`))
    .map(({ name, version, license, license_file, manifest_path, repository }) => ({
      name,
      version,
      licence: license ?? license_file ?? "",
      folder: dirname(manifest_path),
      home: repository ?? "a crate of the registry",
    }));
}

/** The fonts that documents are set in, each with its licence beside it. */
function fonts() {
  const folder = "crates/press/fonts";
  return readdirSync(folder)
    .filter((file) => file.startsWith("LICENSE-"))
    .map((file) => ({ name: file.replace(/^LICENSE-(.*)\.txt$/, "$1"), version: "", licence: "", home: "a font of the documents", files: [join(folder, file)] }));
}

/** The texts of licences in a folder, and in those of the C libraries that it brings. */
function texts(folder, depth = 0) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth < 3 && !NEVER.has(entry.name) ? texts(path, depth + 1) : [];
    return TEXT.test(entry.name) && !CODE.test(entry.name) ? [path] : [];
  });
}

function allowed() {
  const list = /^allow = \[(.*?)^\]/ms.exec(readFileSync("deny.toml", "utf8"))[1];
  return new Set([...list.matchAll(/^\s*"(.+?)"/gm)].map(([, licence]) => licence).concat(FONTS));
}

function check() {
  const fine = allowed();
  const accepts = (licence) =>
    licence
      .replace(/[()]/g, "")
      .split(" OR ")
      .some((choice) => choice.split(" AND ").every((one) => fine.has(one.trim())));
  const packages = ["ui", "tests/browser", "tests/mail"].flatMap(npm);
  const refused = packages.filter(({ licence }) => !accepts(licence));
  for (const { name, version, licence } of refused) console.error(`${name} ${version}: ${licence || "no licence declared"}`);
  console.log(`${packages.length} packages, ${refused.length} refused`);
  process.exitCode = refused.length > 0 ? 1 : 0;
}

function list() {
  const order = (a, b) => (a.name === b.name ? a.version.localeCompare(b.version) : a.name < b.name ? -1 : 1);
  const parts = [
    ["Fonts of the documents", fonts()],
    ["In the pages", npm("ui").filter(({ dev }) => !dev).sort(order)],
    ["In the program", crates().sort(order)],
  ];
  const numbers = new Map();
  const number = (path) => {
    const text = readFileSync(path, "utf8").replace(/\r\n/g, "\n").trim();
    // The same text folded otherwise is the same text.
    const key = text.replace(/\s+/g, " ");
    if (!numbers.has(key)) numbers.set(key, { number: numbers.size + 1, text });
    return numbers.get(key).number;
  };
  const lines = ["Essaim is under the Apache License 2.0. It is made with what follows, each part under its own licence.", "Numbers in brackets are those of the texts, at the end."];
  for (const [title, list] of parts) {
    lines.push("", title, "");
    for (const { name, version, licence, home, folder, files = texts(folder) } of list) {
      const found = [...new Set(files.map(number))].map((one) => `[${one}]`).join(" ");
      lines.push(["-", name, version, licence && `— ${licence}`, `— ${home}`, found || "(no text in the package: the licence's own)"].filter(Boolean).join(" "));
    }
  }
  for (const { number, text } of numbers.values()) lines.push("", `${"=".repeat(72)}`, `[${number}]`, "", text);
  console.log(lines.join("\n"));
}

if (process.argv[2] === "--check") check();
else list();
