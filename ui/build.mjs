// Writes `dist/`: everything that pages ask for, each file under a name that changes with its content,
// beside its compressed forms, and `dist/manifest.json`, the list that the program embeds.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { css as tokens } from "./styles/tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "dist");
const prefix = "/assets/";
const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const targets = ["chrome109", "firefox115", "safari16"];

/** @type {{name: string, file: string, contentType: string, etag: string}[]} */
const manifest = [];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

/** Writes one file and its compressed forms; returns its address. */
async function emit(name, bytes, { file, etag } = {}) {
  const content = Buffer.from(bytes);
  etag ??= createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  file ??= `${name.slice(0, -extension.length)}-${etag}${extension}`;
  await writeFile(join(out, file), content);
  if (extension !== ".woff2") {
    const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    await writeFile(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
    await writeFile(join(out, `${file}.br`), brotli);
  }
  manifest.push({ name, file, contentType: types[extension] ?? "application/octet-stream", etag });
  return prefix + file;
}

/** One sprite of the icons in use. */
async function sprite() {
  const used = JSON.parse(await readFile(join(here, "icons/icons.json"), "utf8"));
  const inner = (svg) => svg.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const compact = (svg) => inner(svg).replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim();
  const mark = compact(await readFile(join(here, "icons/mark.svg"), "utf8"));
  const symbols = [`<symbol id="mark" viewBox="0 0 32 32">${mark}</symbol>`];
  for (const [name, source] of Object.entries(used)) {
    const svg = await readFile(join(here, `node_modules/lucide-static/icons/${source}.svg`), "utf8");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${compact(svg)}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->${symbols.join("")}</svg>`;
}

const icons = await emit("icons.svg", await sprite());
await emit("icon.svg", await readFile(join(here, "icons/icon.svg")));
const worker = await emit(
  "map-worker.js",
  await readFile(join(here, "node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js")),
);

const common = { bundle: true, minify: true, write: false, target: targets, legalComments: "none", logLevel: "warning" };
const isFresh = (path) => path.startsWith(out);

// The colours are data shared with the contrast test; they reach the styles as a virtual file.
const tokensPlugin = {
  name: "tokens",
  setup(build) {
    build.onResolve({ filter: /^tokens\.css$/ }, () => ({ path: "tokens.css", namespace: "tokens" }));
    build.onLoad({ filter: /.*/, namespace: "tokens" }, () => ({ contents: tokens, loader: "css" }));
  },
};

async function bundle(options) {
  const result = await esbuild.build({ ...common, ...options, outdir: out, publicPath: prefix });
  for (const file of result.outputFiles.filter(({ path }) => isFresh(path))) {
    const path = file.path.slice(out.length + 1);
    // esbuild already put a fingerprint in the name: `app-AB12CD34.css`.
    const [, stem, etag, extension] = /^(.*)-([A-Z0-9]{8})(\.[a-z0-9]+)$/.exec(path) ?? [];
    if (!stem) throw new Error(`no fingerprint in ${path}`);
    await emit(stem + extension, file.contents, { file: path, etag });
  }
}

const names = { entryNames: "[name]-[hash]", assetNames: "[name]-[hash]", chunkNames: "[name]-[hash]" };
await bundle({
  ...names,
  entryPoints: [join(here, "styles/app.css"), join(here, "styles/map.css")],
  loader: { ".woff2": "file", ".svg": "dataurl" },
  plugins: [tokensPlugin],
});

const mapStyles = prefix + manifest.find(({ name }) => name === "map.css").file;
await bundle({
  ...names,
  entryPoints: [{ in: join(here, "scripts/app.ts"), out: "app" }],
  format: "esm",
  splitting: true,
  define: {
    __ICONS__: JSON.stringify(icons),
    __MAP_STYLES__: JSON.stringify(mapStyles),
    __MAP_WORKER__: JSON.stringify(worker),
  },
  alias: { "maplibre-gl": resolve(here, "node_modules/maplibre-gl/dist/maplibre-gl-csp.js") },
});

manifest.sort((a, b) => (a.file < b.file ? -1 : 1));
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

const weight = (name) => {
  const { file } = manifest.find((entry) => entry.name === name);
  return readFile(join(out, `${file}.gz`)).then((bytes) => `${name} ${(bytes.length / 1000).toFixed(1)} kB`);
};
console.log(`ui: ${manifest.length} files; compressed: ${(await Promise.all(["app.css", "app.js", "icons.svg"].map(weight))).join(", ")}`);
