// axe-core on a page: at a desk, on a phone, with its menus open.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing wrong at a desk, on a phone, nor in an open menu, and nothing behind the page but what is expected. */
export async function examine(page, expected) {
  await unfold(page);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.faults.filter((fault) => !expected?.test(fault)), []);
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await violations(page), [], "on a phone");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than a phone`);
  for (const menu of await page.locator("details.menu:visible").all()) {
    await menu.evaluate((details) => (details.open = true));
    // An open menu lies over what follows it: that is not a small target.
    assert.deepEqual(await violations(page, { "target-size": { enabled: false } }), [], "with a menu open");
    await menu.evaluate((details) => (details.open = false));
  }
}

/** What is folded must be right too; menus hang over the page and are opened one by one. */
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll("details:not(.menu)").forEach((details) => (details.open = true)));
}

async function violations(page, rules = {}) {
  await page.evaluate(axe);
  const options = { runOnly: { type: "tag", values: TAGS }, rules };
  const result = await page.evaluate((options) => window.axe.run(document, options), options);
  return result.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)) }));
}
