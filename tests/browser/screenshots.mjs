// The pages as they are, at the widths of a phone, a tablet and a desk: node screenshots.mjs FOLDER
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browser, start } from "./site.mjs";

const folder = process.argv[2] ?? "docs/screenshots";
const WIDTHS = [390, 820, 1440];

const site = await start();
const chromium = await browser();
try {
  await mkdir(folder, { recursive: true });
  const { items } = await (await fetch(`${site.url}/api/v1/experiences?limit=3`)).json();
  const slugs = items.map(({ slug }) => slug);
  const pages = {
    home: "/",
    search: "/experiences?q=parrainage",
    experience: `/experiences/${slugs[0]}`,
    map: "/carte",
    compare: `/comparer?fiches=${slugs.join(",")}`,
    "no-result": "/experiences?q=zzyzx&public=young-people",
  };
  // Each by its name, at each width; the two most looked at in the dark too.
  const shots = Object.entries(pages).map(([name, path]) => ({ name, path, colorScheme: "light" }));
  for (const name of ["search", "experience"]) shots.push({ name: `${name}-dark`, path: pages[name], colorScheme: "dark" });
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
