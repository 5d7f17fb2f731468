// axe-core on every public page and state, light and dark: no violation of WCAG 2.2 AA nor of good practice.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { examine } from "./examined.mjs";
import { pages, addresses } from "./pages.mjs";
import { browser, open, start, startOn } from "./site.mjs";

let site, chromium, real;
before(async () => {
  site = await start();
  chromium = await browser();
  real = new Map(await addresses(site));
});
after(async () => {
  await chromium?.close();
  await site?.stop();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name] of pages) {
    test(`${name}, ${colorScheme}`, async (t) => {
      const page = await visit(t, colorScheme);
      await page.goto(site.url + real.get(name));
      await examine(page);
    });
  }

  test(`my pick, filled, ${colorScheme}`, async (t) => {
    const page = await visit(t, colorScheme);
    await page.goto(`${site.url}/experiences`);
    for (let kept = 0; kept < 3; kept += 1) {
      await page.getByRole("button", { name: "Ajouter à mon recueil" }).first().click();
      await page.waitForLoadState("networkidle");
    }
    await page.goto(`${site.url}/mon-recueil`);
    await page.locator(`a[href*="/experiences/"]`).first().waitFor();
    await examine(page);
  });

  test(`too many requests, ${colorScheme}`, async (t) => {
    const strict = await start({ env: { ESSAIM_LIMITS_FILES_PER_MINUTE: "1" } });
    t.after(() => strict.stop());
    const page = await visit(t, colorScheme);
    // Behind one machine there may be many visitors: it takes a few.
    for (let status = 200; status === 200; ) status = (await page.request.get(`${strict.url}/experiences.csv`)).status();
    const answer = await page.goto(`${strict.url}/experiences.csv`);
    assert.equal(answer.status(), 429);
    await examine(page);
  });

  test(`while the bank is being read, ${colorScheme}`, async (t) => {
    const unread = await unreadBank();
    if (!unread) return t.skip("needs Python, to put the database in that state");
    t.after(() => unread.stop());
    const page = await visit(t, colorScheme);
    const answer = await page.goto(`${unread.url}/experiences`);
    assert.equal(answer.status(), 503);
    await examine(page, / ?503 /);
  });
}

async function visit(t, colorScheme) {
  const context = await chromium.newContext({ colorScheme, locale: "fr-FR", bypassCSP: true, viewport: { width: 1280, height: 900 } });
  t.after(() => context.close());
  return open(context);
}

/** A site whose bank cannot be read: it answers as a large one does until it is. None where there is no Python. */
async function unreadBank() {
  const filled = await start();
  await filled.stop({ keep: true });
  const script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('ALTER TABLE experiences RENAME TO away')";
  try {
    execFileSync("python3", ["-c", script, join(filled.data, "essaim.db")], { stdio: "ignore" });
  } catch {
    await rm(filled.data, { recursive: true, force: true });
    return undefined;
  }
  await rm(join(filled.data, "index"), { recursive: true, force: true });
  return startOn(filled.data, "serve");
}
