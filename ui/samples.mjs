// Serves the pages of `samples/` inside the site's shell, with the styles and scripts of `dist/`:
// `node samples.mjs [port]`, after `node build.mjs`. For the eye only: nothing of it is in the program.
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(await readFile(join(here, "dist/manifest.json"), "utf8"));
const asset = (name) => `/assets/${manifest.find((entry) => entry.name === name).file}`;
const icons = asset("icons.svg");

export const icon = (name) => `<svg class="icon" aria-hidden="true" focusable="false"><use href="${icons}#${name}"/></svg>`;

// The same winding as the program's: the first cell in the middle.
const ways = [[-1, 1], [-1, 0], [0, -1], [1, -1], [1, 0], [0, 1]];
function places(count) {
  const found = [[0, 0]];
  for (let ring = 1; found.length < count; ring += 1) {
    let [q, r] = [ring, 0];
    for (const [dq, dr] of ways) for (let i = 0; i < ring; i += 1) { found.push([q, r]); q += dq; r += dr; }
  }
  return found.slice(0, count).map(([q, r]) => [18.475 * (q + r / 2), 16 * r]);
}
const hexagon = ([x, y], attributes = "") => `<path ${attributes} d="M${x.toFixed(1)} ${(y - 10).toFixed(1)}l8.66 5v10l-8.66 5-8.66-5v-10z"/>`;

/** `{{cells 2 leads runs runs}}`: a drawing at scale 2. */
function cells(scale, classes, wrap = (path) => path) {
  const at = places(classes.length);
  const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - 10, Math.min(...ys) - 11];
  const [width, height] = [Math.max(...xs) + 10 - left, Math.max(...ys) + 11 - top];
  const paths = classes.map((name, index) => wrap(hexagon(at[index], `class="cell ${name}"`), name, index)).join("");
  return `<svg class="cells__drawing" viewBox="${left} ${top} ${width} ${height}" width="${Math.round(width * scale)}" height="${Math.round(height * scale)}" aria-hidden="true" focusable="false">${paths}</svg>`;
}

const fill = (html) =>
  html
    .replace(/\{\{cells ([\d.]+) ([^}]+)\}\}/g, (_, scale, names) => cells(Number(scale), names.trim().split(/\s+/).map((name) => `cell--${name}`)))
    .replace(/\{\{swarm ([\d.]+) ([^}]+)\}\}/g, (_, scale, names) => cells(Number(scale), names.trim().split(/\s+/), (path, name) => `<a class="${name}" href="#x" aria-label="Une expérience">${path}</a>`).replace(' aria-hidden="true" focusable="false"', ' role="group"'))
    .replace(/\{\{cell ([^}]+)\}\}/g, (_, name) => `<svg viewBox="-10 -11 20 22" class="${name.split(" ")[0]}" aria-hidden="true" focusable="false">${hexagon([0, 0], `class="cell cell--${name.split(" ")[1]}"`)}</svg>`)
    .replace(/\{\{([\w-]+)\}\}/g, (_, name) => icon(name));

const nav = { search: "Expériences", map: "Carte", structures: "Structures", book: "Mon recueil" };
const layout = (name, title, main) => `<!DOCTYPE html>
<html lang="fr" data-theme="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="${asset("app.css")}"><link rel="icon" href="${asset("icon.svg")}" type="image/svg+xml"><script src="${asset("app.js")}" type="module"></script></head>
<body><a class="skip" href="#main">Aller au contenu</a>
<header class="site-header"><div class="site-header__inner">
<a class="brand" href="/home"><svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><use href="${icons}#mark"/></svg><span class="brand__name">Essaim</span></a>
<nav class="site-nav" aria-label="Menu principal"><ul>${Object.entries(nav).map(([key, label]) => `<li><a href="/${key}"${key === name ? ' aria-current="page"' : ""}>${label}</a></li>`).join("")}</ul></nav>
<div class="site-tools"><a class="language" href="#" hreflang="en" lang="en">English</a></div></div></header>
<main id="main" class="site-main" tabindex="-1">${main}</main>
<footer class="site-footer"><div class="site-footer__inner"><div class="site-footer__text"><p class="site-footer__name"><svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><use href="${icons}#mark"/></svg> Essaim</p><p>Contenus sous <a href="#">Licence Ouverte 2.0</a></p></div>
<form class="theme" method="post" action="/apparence" data-theme-switch><fieldset><legend class="theme__legend">Apparence</legend><div class="theme__choices">${[["auto", "Système"], ["light", "Clair"], ["dark", "Sombre"]].map(([key, label]) => `<button class="theme__choice" name="theme" value="${key}" aria-pressed="${key === "auto"}">${icon(`theme-${key}`)}${label}</button>`).join("")}</div></fieldset></form>
<nav aria-label="Informations"><ul class="site-footer__links">${["Accessibilité", "Mentions légales", "Données ouvertes", "API", "Intégrer"].map((label) => `<li><a href="#">${label}</a></li>`).join("")}</ul></nav></div></footer>
<div id="live" class="visually-hidden" role="status" aria-live="polite" data-copy="Copier" data-copied="Copié" data-close="Fermer" data-map-title="Carte" data-zoom-in="Agrandir" data-zoom-out="Réduire"></div></body></html>`;

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; form-action 'self'; base-uri 'none'";

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://x").pathname;
  const send = (status, type, body) => response.writeHead(status, { "content-type": type, "content-security-policy": policy }).end(body);
  try {
    if (path.startsWith("/assets/")) {
      const entry = manifest.find(({ file }) => path === `/assets/${file}`);
      return send(200, entry.contentType, await readFile(join(here, "dist", entry.file)));
    }
    if (path.endsWith(".json") || path.endsWith(".geojson")) return send(200, "application/json", await readFile(join(here, "samples", path)));
    const names = (await readdir(join(here, "samples"))).filter((name) => name.endsWith(".html")).map((name) => name.slice(0, -5));
    const name = names.includes(path.slice(1)) ? path.slice(1) : "home";
    send(200, "text/html; charset=utf-8", layout(name, name, fill(await readFile(join(here, `samples/${name}.html`), "utf8"))));
  } catch (fault) {
    send(404, "text/plain", String(fault));
  }
});
server.listen(Number(process.argv[2] ?? 8099), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
