// The live map, drawn by software: what it counts, and what the keyboard does on it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, start } from "./site.mjs";

let site, chromium;
before(async () => {
  site = await start();
  chromium = await browser({ webgl: true });
});
after(async () => {
  await chromium?.close();
  await site?.stop();
});

/** A page whose live map is drawn; it was asked for from the keyboard. */
async function liveMap(t, path) {
  const context = await chromium.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await open(context);
  t.after(async () => {
    await context.close();
    assert.deepEqual(page.faults, []);
  });
  page.setDefaultTimeout(30_000);
  await page.goto(site.url + path);
  const told = await page.evaluate(() => {
    const number = (text) => Number(/\d+/.exec(text ?? "")?.[0] ?? 0);
    const cells = [...document.querySelectorAll(".map__picture--wide a, .map__apart")];
    return {
      found: number(document.querySelector("h1").textContent),
      without: number([...document.querySelectorAll(".map__list > p")].at(-1)?.textContent),
      cells: cells.map((cell) => cell.getAttribute("aria-label") ?? cell.textContent.trim()),
    };
  });
  await page.getByRole("button", { name: "Ouvrir la carte interactive" }).press("Enter");
  await page.locator(".map-marker").first().waitFor();
  await settled(page);
  return { page, told };
}

/** Waits until a movement of the map has ended and its cells are drawn. */
const settled = (page) => page.locator(".map__live:not([aria-busy])").waitFor();
const names = (page) => page.locator(".map-marker").evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")));
const numberIn = (text) => Number(/\d+/.exec(text)[0]);
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName);

for (const path of ["/carte", "/carte?public=young-people", "/carte?territoire=departement-67"]) {
  test(`the live map counts experiences as the picture does: ${path}`, async (t) => {
    const { page, told } = await liveMap(t, path);
    const all = told.found - told.without;
    // Seen from far enough, all the places are one cell.
    while ((await page.locator(".map-marker").count()) > 1) {
      await page.getByRole("button", { name: "Réduire" }).click();
      await settled(page);
    }
    const [one] = await names(page);
    assert.equal(numberIn(one), all, `${one} / ${told.cells}`);
    for (const cell of told.cells) assert.ok(numberIn(/, (\d+)/.exec(cell)?.[1] ?? cell) <= all, cell);
  });
}

test("a cell counts an experience once, however many of its places it holds", async (t) => {
  const path = "/carte?territoire=epci-246700488";
  const { page } = await liveMap(t, path);
  const { features } = await (await page.request.get(`${site.url}${path.replace("/carte", "/carte.geojson")}`)).json();
  const numbers = features.flatMap(({ properties }) => properties.numbers);
  const once = new Set(numbers).size;
  assert.ok(once < numbers.length, "some experience has several places there");
  while ((await page.locator(".map-marker").count()) > 1) {
    await page.getByRole("button", { name: "Réduire" }).click();
    await settled(page);
  }
  assert.deepEqual(await names(page), [`${once} expériences, agrandir`]);
});

test("the keyboard opens the live map, comes closer, opens a place and leaves it", async (t) => {
  const { page } = await liveMap(t, "/carte");
  assert.equal(await focused(page), "Carte", "the map takes the focus when it starts");
  await page.keyboard.press("Tab");
  for (let closer = 0; closer < 12 && / agrandir$/.test(await focused(page)); closer += 1) {
    const before = await focused(page);
    await page.keyboard.press("Enter");
    await settled(page);
    assert.ok(await page.evaluate(() => document.activeElement.matches(".map-marker")), `the focus is lost after ${before}`);
  }
  const place = await focused(page);
  assert.match(place, /, \d+ expériences?$/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.closest(".map-popup"));
  assert.match(page.url(), /lieu=/);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector(".map-popup"));
  assert.equal(await focused(page), place);
  assert.doesNotMatch(page.url(), /lieu=/);
});

test("a place chosen in the list is in view on the live map", async (t) => {
  const { page } = await liveMap(t, "/carte");
  await page.locator(".map__list").getByRole("link", { name: /Colmar/ }).press("Enter");
  await page.locator(".map-popup").waitFor();
  const [popup, map] = [await page.locator(".map-popup").boundingBox(), await page.locator(".map__live").boundingBox()];
  assert.ok(popup.x >= map.x && popup.x + popup.width <= map.x + map.width, "beside the map");
});

test("a filter leaves the live map live", async (t) => {
  const { page } = await liveMap(t, "/carte");
  await page.locator("#filters > summary").press("Enter");
  await page.locator("a.facet__value:visible").first().press("Enter");
  await page.waitForURL(/\?/);
  await page.locator(".map-marker").first().waitFor();
  assert.equal(await page.locator(".map__live").count(), 1);
});
