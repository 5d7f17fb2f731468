// What a person does, by roles and labels, with and without scripts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { addresses } from "./pages.mjs";
import { browser, start, visitor } from "./site.mjs";

let site, chromium;
before(async () => {
  site = await start();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await site?.stop();
});

const visit = (t, options) => visitor(chromium, t, options);

// Scripts make a list of suggestions of it; without them it is a plain field.
const searchField = (page) => {
  const name = "Chercher une expérience";
  return page.getByRole("combobox", { name }).or(page.getByRole("searchbox", { name }));
};
const search = async (page, words) => {
  const field = searchField(page);
  await field.fill(words);
  await field.press("Enter");
  await page.waitForURL(/[?&]q=/);
  await page.waitForLoadState("load");
};
const titles = (page) => page.locator(".results > .card .card__title").allInnerTexts();
const heading = (page) => page.getByRole("heading", { level: 1 });
const numberIn = (text) => Number(/\d[\d\s\u00a0\u202f]*/.exec(text)?.[0].replace(/\D/g, "") ?? Number.NaN);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test("mentorat and parrainage both find the sponsorship experiences", async (t) => {
      const page = await visit(t, { javaScriptEnabled });
      const found = [];
      for (const words of ["mentorat", "parrainage"]) {
        await page.goto(site.url);
        await search(page, words);
        found.push(await titles(page));
      }
      assert.ok(found[0].length > 0, "mentorat finds nothing");
      const common = found[0].filter((title) => found[1].includes(title));
      assert.ok(common.length > 0, `${found[0]} / ${found[1]}`);
    });

    test("a facet's count is the total of the page that its link opens", async (t) => {
      const page = await visit(t, { javaScriptEnabled });
      await page.goto(`${site.url}/experiences`);
      const values = page.locator("a.facet__value:visible");
      for (let index = 0; index < Math.min(await values.count(), 8); index += 1) {
        const announced = numberIn(await values.nth(index).locator(".facet__count").innerText());
        await values.nth(index).click();
        await page.waitForURL(/\?/);
        await page.waitForLoadState("networkidle");
        assert.equal(numberIn(await heading(page).innerText()), announced, page.url());
        await page.goto(`${site.url}/experiences`);
      }
    });

    test("from home to a PDF of three entries", async (t) => {
      const page = await visit(t, { javaScriptEnabled, acceptDownloads: true });
      await page.goto(`${site.url}/experiences`);
      for (let kept = 0; kept < 3; kept += 1) {
        await page.getByRole("button", { name: "Ajouter à mon recueil" }).first().click();
        await page.waitForLoadState("networkidle");
      }
      await page.goto(`${site.url}/mon-recueil`);
      const href = await page.getByRole("link", { name: /PDF/ }).first().getAttribute("href");
      const answer = await page.request.get(new URL(href, page.url()).href);
      assert.equal(answer.status(), 200);
      assert.equal((await answer.body()).subarray(0, 5).toString(), "%PDF-");
    });

    test("a company reaches a contact in three clicks", async (t) => {
      const page = await visit(t, { javaScriptEnabled });
      await page.goto(site.url);
      const door = page.getByRole("region", { name: "Ce que vous pouvez donner" });
      await door.getByRole("link").first().click();
      await page.locator(".results .card__title a").first().click();
      await page.waitForURL(/\/experiences\//);
      const contacts = page.getByRole("main").locator('a[href^="http"], a[href^="mailto:"]');
      assert.ok((await contacts.count()) > 0, "the experience names no one to reach");
    });

    test("a search that finds nothing leads somewhere", async (t) => {
      const page = await visit(t, { javaScriptEnabled });
      await page.goto(`${site.url}/experiences?q=zzyzx&public=young-people`);
      const ways = page.getByRole("main").locator('.empty a, .empty__ways a, a[href*="/experiences"]');
      assert.ok((await ways.count()) > 0);
    });

    test("the appearance is chosen and kept", async (t) => {
      const page = await visit(t, { javaScriptEnabled });
      await page.goto(site.url);
      const kept = page.waitForResponse((answer) => answer.url().endsWith("/apparence"));
      await page.getByRole("button", { name: "Sombre" }).click();
      await kept;
      await page.waitForLoadState("networkidle");
      await page.goto(`${site.url}/experiences`);
      assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    });
  });
}

test("every spelling of inhabitants gives the same list", async (t) => {
  const page = await visit(t);
  const lists = [];
  for (const words of ["habitants", "habitants-es", "habitant·e·s"]) {
    await page.goto(`${site.url}/experiences?q=${encodeURIComponent(words)}`);
    lists.push(await titles(page));
  }
  assert.ok(lists[0].length > 0);
  assert.deepEqual(lists[1], lists[0]);
  assert.deepEqual(lists[2], lists[0]);
});

test("a typing mistake leads to the right experience", async (t) => {
  const page = await visit(t);
  for (const [words, title] of [["garaje solidere", /garage/i], ["mini entrprise", /mini-entreprise/i]]) {
    await page.goto(`${site.url}/experiences?q=${encodeURIComponent(words)}`);
    assert.match((await titles(page))[0] ?? "nothing", title);
  }
});

test("the keyboard alone goes from home to an experience", async (t) => {
  const page = await visit(t);
  await page.goto(site.url);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  await page.keyboard.press("Enter");
  await searchField(page).focus();
  await page.keyboard.type("garage");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=garage/);
  await page.locator(".results .card__title a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/experiences\/[a-z]/);
});

test("a filter is announced and the focus stays", async (t) => {
  const page = await visit(t);
  await page.goto(`${site.url}/experiences`);
  const value = page.locator("a.facet__value:visible").first();
  const id = await value.getAttribute("id");
  await value.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?/);
  await page.waitForFunction(() => document.querySelector("#live")?.textContent.trim());
  assert.match(await page.locator("#live").innerText(), /\d/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), id);
});

test("a filter keeps the focus on the map too, where filters are folded", async (t) => {
  const page = await visit(t);
  await page.goto(`${site.url}/carte`);
  await page.locator("#filters > summary").press("Enter");
  const value = page.locator("a.facet__value:visible").first();
  const id = await value.getAttribute("id");
  await value.press("Enter");
  await page.waitForURL(/\?/);
  await page.waitForFunction(() => document.querySelector("#live")?.textContent.trim());
  assert.equal(await page.evaluate(() => document.activeElement?.id), id);
});

test("a suggestion joins the search at hand, on the page at hand", async (t) => {
  const page = await visit(t);
  await page.goto(`${site.url}/carte?apport=time&tri=nom`);
  await searchField(page).fill("stras");
  const options = page.getByRole("option");
  await options.first().waitFor();
  const said = await options.allInnerTexts();
  assert.equal(new Set(said).size, said.length, `two look alike: ${said}`);
  await options.filter({ hasText: "Commune" }).first().click();
  await page.waitForURL(/territoire=commune-67482/);
  const { pathname, searchParams } = new URL(page.url());
  assert.equal(pathname, "/carte");
  for (const [key, value] of [["apport", "time"], ["tri", "nom"], ["territoire", "commune-67482"], ["q", null]]) {
    assert.equal(searchParams.get(key), value, page.url());
  }
  await searchField(page).fill("garage solid");
  await page.waitForFunction(() => document.querySelector("#live")?.textContent.trim());
  const count = await options.count();
  assert.equal(await page.locator("#live").innerText(), `${count} suggestion${count > 1 ? "s" : ""}`);
});

test("no public page slides sideways on a screen of 320 px", async (t) => {
  const page = await visit(t, { viewport: { width: 320, height: 700 } });
  const wider = [];
  for (const [name, path] of await addresses(site)) {
    await page.goto(site.url + path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wider.push(`${name}: ${width} px`);
  }
  assert.deepEqual(wider, []);
});

test("an entry kept beside its text is kept in its head too", async (t) => {
  const page = await visit(t, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.url}/experiences/garage-solidaire`);
  const buttons = page.locator("form[data-keep] button");
  await buttons.last().press("Enter");
  await page.waitForFunction(() => document.querySelector("form[data-keep] button[aria-pressed=true]"));
  assert.deepEqual(await buttons.evaluateAll((all) => all.map((button) => button.getAttribute("aria-pressed"))), ["true", "true"]);
  assert.ok(await buttons.last().evaluate((button) => button === document.activeElement));
});

test("a first visit weighs under 150 kB", async (t) => {
  const first = await (await fetch(`${site.url}/api/v1/experiences?limit=1`)).json();
  for (const path of ["/", "/experiences", `/experiences/${first.items[0].slug}`]) {
    const page = await visit(t);
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    let bytes = 0;
    client.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(site.url + path, { waitUntil: "networkidle" });
    assert.ok(bytes < 150_000, `${path} weighs ${bytes} bytes`);
  }
});
