// One address and its neighbourhood, on official files of our own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browser, open, startOfficial } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const INSIDE = "7 rue des abeilles imaginaires 57000 metz";

let site, chromium;

before(async () => {
  site = await startOfficial();
  chromium = await browser();
});

after(async () => {
  await chromium?.close();
  await site?.stop();
});

for (const scripts of [true, false]) {
  test(`an address is typed, answered and may be corrected, ${scripts ? "with" : "without"} scripts`, async () => {
    const context = await chromium.newContext({ javaScriptEnabled: scripts });
    const page = await open(context);
    await page.goto(`${site.url}/qpv`);
    await page.getByLabel("Adresse", { exact: true }).fill(INSIDE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Cette adresse est dans le quartier prioritaire Les Alvéoles." }).waitFor();
    assert.equal(await page.getByLabel("Adresse", { exact: true }).inputValue(), INSIDE);
    assert.equal(await page.getByRole("button", { name: "Imprimer" }).count(), scripts ? 1 : 0);
    await page.getByLabel("Adresse", { exact: true }).fill("2 rue des lilas imaginaires");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "2 Rue des Lilas Imaginaires 57000 Metz" }).click();
    await page.getByRole("heading", { name: /est dans le quartier prioritaire/ }).waitFor();
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test("the phone's position is located when its owner allows it", async () => {
  const context = await chromium.newContext({
    geolocation: { longitude: 6.203, latitude: 49.105, accuracy: 15 },
    permissions: ["geolocation"],
  });
  const page = await open(context);
  await page.goto(`${site.url}/en/qpv`);
  await page.getByRole("button", { name: "Use my position" }).click();
  await page.getByRole("heading", { name: "This place is in the priority neighbourhood Les Alvéoles." }).waitFor();
  assert.match(page.url(), /lon=6\.203000&lat=49\.105000&precision=15/);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a position that is refused leaves the page usable", async () => {
  const context = await chromium.newContext();
  const page = await open(context);
  await page.goto(`${site.url}/qpv`);
  await page.getByRole("button", { name: "Utiliser ma position" }).click();
  await page.getByRole("button", { name: "Votre position n’a pas pu être lue. Écrivez l’adresse." }).waitFor();
  assert.equal(new URL(page.url()).search, "");
  await context.close();
});

for (const [name, path] of [
  ["empty", "/qpv"],
  ["inside", `/qpv?adresse=${encodeURIComponent(INSIDE)}`],
  ["to check, with candidates", "/en/qpv?adresse=2+rue+des+lilas+imaginaires"],
  ["outside of what is known", "/qpv?adresse=3+rue+du+miel+imaginaire+metz"],
  ["nothing found", "/qpv?adresse=zzyzx"],
]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`accessible in ${colorScheme}: ${name}`, async () => {
      const context = await chromium.newContext({ colorScheme, bypassCSP: true, viewport: { width: 390, height: 844 } });
      const page = await open(context);
      await page.goto(site.url + path);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((fault) => [fault.id, fault.nodes[0].html]), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(overflow, false, "nothing goes past the edge");
      await context.close();
    });
  }
}
