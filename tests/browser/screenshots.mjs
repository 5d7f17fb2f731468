// The pages as they are, at the widths of a phone, a tablet and a desk: node screenshots.mjs FOLDER
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browser, startOfficial } from "./site.mjs";

const folder = process.argv[2] ?? "docs/screenshots";
const WIDTHS = [390, 820, 1440];

/** A table of people who do not exist, worked through: the path of its job. */
async function brought(url) {
  const ways = ["rue des abeilles imaginaires", "avenue de la reine imaginaire", "rue du miel imaginaire"];
  const lines = Array.from({ length: 600 }, (_, at) => {
    const number = at % 7 === 0 ? "" : `${(at % 12) + 1} `;
    return `Personne ${at};${"FH"[at % 2]};${["16-18 ans", "19-21 ans", "22-25 ans"][at % 3]};${number}${ways[at % 3]};57000;Metz`;
  });
  const table = ["nom;sexe;âge;adresse;code postal;ville", ...lines].join("\n");
  const form = new FormData();
  form.set("table", new Blob([table], { type: "text/csv" }), "jeunes-accompagnés.csv");
  const fields = { adresse: 3, code_postal: 4, ville: 5, croiser1: 2, croiser2: 1, generation: 2024, garder: 1 };
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  const answer = await fetch(`${url}/qpv/fichier`, { method: "POST", body: form, redirect: "manual" });
  const path = answer.headers.get("location");
  for (;;) {
    const { state } = await (await fetch(`${url}${path}/avancement`)).json();
    if (state === "done") return path;
    await new Promise((done) => setTimeout(done, 100));
  }
}

const site = await startOfficial();
const chromium = await browser();
try {
  await mkdir(folder, { recursive: true });
  const { items } = await (await fetch(`${site.url}/api/v1/experiences?limit=3`)).json();
  const slugs = items.map(({ slug }) => slug);
  const job = await brought(site.url);
  // The one whose street crosses an edge.
  const cases = await (await fetch(`${site.url}${job}/cas`)).text();
  const reviewed = [...cases.matchAll(/cas\/(\d+)">Avenue de la Reine/g)].at(-1)[1];
  const pages = {
    home: "/",
    search: "/experiences?q=parrainage",
    experience: `/experiences/${slugs[0]}`,
    map: "/carte",
    compare: `/comparer?fiches=${slugs.join(",")}`,
    "no-result": "/experiences?q=zzyzx&public=young-people",
    address: "/qpv?adresse=7+rue+des+abeilles+imaginaires+57000+metz",
    neighbourhood: "/territoires/qpv-QN05701M",
    file: job,
    review: `${job}/cas/${reviewed}`,
    summary: `${job}/synthese`,
  };
  // Each by its name, at each width; the two most looked at in the dark too.
  const shots = Object.entries(pages).map(([name, path]) => ({ name, path, colorScheme: "light" }));
  for (const name of ["search", "experience", "review"]) shots.push({ name: `${name}-dark`, path: pages[name], colorScheme: "dark" });
  for (const width of WIDTHS) {
    const context = await chromium.newContext({ viewport: { width, height: width < 500 ? 844 : 1000 }, locale: "fr-FR" });
    const page = await context.newPage();
    for (const { name, path, colorScheme } of shots) {
      await page.emulateMedia({ colorScheme });
      await page.goto(site.url + path, { waitUntil: "networkidle" });
      await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
      console.log(`${name}-${width}.png`);
    }
    await context.close();
  }
} finally {
  await chromium.close();
  await site.stop();
}
