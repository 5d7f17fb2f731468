// Signing in and what follows, by roles and labels: with and without scripts, by keyboard alone, on a phone.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { examine } from "./examined.mjs";
import { browser, program, start, startOn, visitor } from "./site.mjs";

let site, chromium;
before(async () => {
  // Signing in is limited for strangers; all who come here come from one machine.
  site = await start();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await site?.stop();
});

const visit = (t, options) => visitor(chromium, t, options);

let people = 0;
/** An address that nobody has used yet. */
const stranger = () => `personne${(people += 1)}@example.org`;

const heading = (page) => page.getByRole("heading", { level: 1 });
const mail = (page) => page.getByLabel("Votre adresse électronique");

async function ask(page, address) {
  await page.goto(`${site.url}/connexion`);
  await mail(page).fill(address);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await heading(page).getByText("Un message vous attend").waitFor();
}

/** The link and the code of the latest letter to an address, as the demo's mailbox shows it. */
async function letter(page, address) {
  const other = await page.context().newPage();
  for (;;) {
    await other.goto(`${site.url}/demo/courrier`);
    const line = other.getByRole("listitem").filter({ hasText: address }).first();
    if ((await line.count()) > 0) {
      await line.getByRole("link").click();
      const text = await other.locator(".letter").innerText();
      await other.close();
      return { link: /http:\S+/.exec(text)[0], code: /^\s+(\d{4} \d{4})$/m.exec(text)[1] };
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function become(page, name) {
  await page.goto(`${site.url}/connexion`);
  await page.getByRole("button", { name }).click();
  await heading(page).getByText("Votre compte").waitFor();
}

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test("a stranger signs in by the link of a mail, and out again", async (t) => {
      const [page, address] = [await visit(t, { javaScriptEnabled }), stranger()];
      await ask(page, address);
      const { link } = await letter(page, address);
      await page.goto(link);
      await heading(page).getByText("C’est bien vous ?").waitFor();
      await page.getByRole("button", { name: "Entrer" }).click();
      await page.getByText(address).first().waitFor();
      await page.goto(link);
      await heading(page).getByText("Ce lien a déjà servi").waitFor();
      await page.goto(`${site.url}/compte`);
      await page.getByRole("button", { name: "Se déconnecter" }).click();
      await page.getByRole("banner").getByRole("link", { name: "Se connecter" }).waitFor();
      await page.goBack();
      await page.reload();
      assert.equal(new URL(page.url()).pathname, "/connexion", "the account is closed to whoever goes back");
    });

    test("a link opened in another browser wants the code", async (t) => {
      const [page, address] = [await visit(t, { javaScriptEnabled }), stranger()];
      await ask(page, address);
      const { link, code } = await letter(page, address);
      const phone = await visit(t, { javaScriptEnabled, viewport: { width: 390, height: 844 } });
      await phone.goto(link);
      await heading(phone).getByText("Écrivez le code du message").waitFor();
      await phone.getByLabel("Le code").fill("0000 0000");
      await phone.getByRole("button", { name: "Entrer" }).click();
      await phone.getByText("Ce code n’est pas le bon").waitFor();
      await phone.getByLabel("Le code").fill(code);
      await phone.getByRole("button", { name: "Entrer" }).click();
      await heading(phone).getByText("Votre compte").waitFor();
    });

    test("a page that needs an account is found again after signing in", async (t) => {
      const [page, address] = [await visit(t, { javaScriptEnabled }), stranger()];
      await page.goto(`${site.url}/compte?essai=1`);
      assert.equal(new URL(page.url()).pathname, "/connexion");
      await mail(page).fill(address);
      await page.getByRole("button", { name: "Recevoir le lien" }).click();
      await heading(page).getByText("Un message vous attend").waitFor();
      await page.getByLabel("Le code").fill((await letter(page, address)).code);
      await page.getByRole("button", { name: "Entrer" }).click();
      await heading(page).getByText("Votre compte").waitFor();
      assert.ok(page.url().endsWith("/compte?essai=1"), page.url());
    });
  });
}

test("by keyboard alone", async (t) => {
  const [page, address] = [await visit(t), stranger()];
  await page.goto(`${site.url}/connexion`);
  await mail(page).focus();
  await page.keyboard.type("pas une adresse");
  await page.keyboard.press("Enter");
  await page.getByText("Cette adresse n’est pas complète").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "adresse", "the focus is on what is wrong");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(address);
  await page.keyboard.press("Enter");
  await heading(page).getByText("Un message vous attend").waitFor();
  await page.goto((await letter(page, address)).link);
  await page.getByRole("button", { name: "Entrer" }).focus();
  await page.keyboard.press("Enter");
  await heading(page).getByText("Votre compte").waitFor();
});

test("somebody sees her devices and signs one out", async (t) => {
  const [here, there] = [await visit(t), await visit(t, { viewport: { width: 390, height: 844 } })];
  await become(here, /Pol Lenn/);
  await become(there, /Pol Lenn/);
  await here.reload();
  await here.getByRole("button", { name: /^Déconnecter (?!tous)/ }).first().click();
  await here.getByText("C’est enregistré.").waitFor();
  await there.reload();
  assert.equal(new URL(there.url()).pathname, "/connexion");
});

test("an administrator makes a centre, gives a role and hands a code over", async (t) => {
  const page = await visit(t);
  await become(page, /Ada Rucher/);
  await page.getByRole("link", { name: "Centres de ressources" }).click();
  await page.getByLabel("Nom du centre").fill("Centre de la Moselle");
  await page.getByLabel("Territoires").fill("Nulle part");
  await page.getByRole("button", { name: "Créer le centre" }).click();
  await page.getByText("« Nulle part » n’est pas un territoire connu").waitFor();
  await page.getByLabel("Territoires").fill("Moselle");
  await page.getByRole("button", { name: "Créer le centre" }).click();
  await page.getByRole("link", { name: "Centre de la Moselle" }).waitFor();
  await page.goto(`${site.url}/administration/comptes?q=flora`);
  await page.getByRole("link", { name: "Flora Butine" }).click();
  await page.getByLabel("Lui confier l’édition de").selectOption({ label: "Centre de la Moselle" });
  await page.getByRole("button", { name: "Confier", exact: true }).click();
  await page.getByText("Édition d’un centre de ressources – Centre de la Moselle").first().waitFor();
  await page.getByRole("button", { name: "Créer un lien et un code" }).click();
  const code = await page.locator(".code").first().innerText();
  const other = await visit(t);
  await other.goto(`${site.url}/connexion`);
  await other.getByRole("link", { name: "J’ai déjà un code" }).click();
  await mail(other).fill("flora.butine@example.org");
  await other.getByLabel("Le code").fill(code);
  await other.getByRole("button", { name: "Entrer" }).click();
  await other.getByText("flora.butine@example.org").first().waitFor();
  await page.getByRole("button", { name: /^Retirer/ }).click();
  await page.getByText("Aucun rôle particulier").waitFor();
});

test("whoever runs the program lets the first administrator in", async (t) => {
  const data = site.data;
  const run = promisify(execFile);
  const { stdout } = await run(program, ["--data", data, "--json", "admin", "invite", "premiere@example.org"]);
  const { link } = JSON.parse(stdout);
  const page = await visit(t);
  await page.goto(site.url + new URL(link).pathname);
  await page.getByRole("button", { name: "Entrer" }).click();
  await page.getByText("Administration du site").waitFor();
  await assert.rejects(run(program, ["--data", data, "admin", "invite", "nobody"]), /no address of mail/);
});

test("outside of a demo nobody becomes anybody, and letters are shown to nobody", async (t) => {
  const first = await start();
  await first.stop({ keep: true });
  const real = await startOn(first.data, "serve");
  t.after(() => real.stop());
  for (const path of ["/demo/courrier", "/demo/courrier/01890a5d-ac96-774b-bcce-b302099a8057"]) {
    assert.equal((await fetch(real.url + path)).status, 404, path);
  }
  const body = new URLSearchParams({ persona: "administrator" });
  const answer = await fetch(`${real.url}/connexion/persona`, { method: "POST", body, redirect: "manual", headers: { "sec-fetch-site": "same-origin" } });
  assert.deepEqual([answer.status, answer.headers.get("set-cookie")], [404, null]);
  assert.ok(!(await (await fetch(`${real.url}/connexion`)).text()).includes("persona"));
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page of accounts keeps anybody out, ${colorScheme}`, async (t) => {
    const look = { colorScheme, bypassCSP: true };
    const page = await visit(t, look);
    const address = `une-adresse-vraiment-tres-longue-${stranger()}`;
    await page.goto(`${site.url}/connexion`);
    await examine(page);
    await mail(page).fill("x");
    await page.getByRole("button", { name: "Recevoir le lien" }).click();
    await examine(page);
    await ask(page, address);
    await examine(page);
    const { link } = await letter(page, address);
    await page.goto(link);
    await examine(page);
    const phone = await visit(t, look);
    await phone.goto(link);
    await examine(phone);
    await phone.getByLabel("Le code").fill("1");
    await phone.getByRole("button", { name: "Entrer" }).click();
    await examine(phone);
    await page.goto(link);
    await page.getByRole("button", { name: "Entrer" }).click();
    await heading(page).getByText("Votre compte").waitFor();
    await examine(page);
    await page.goto(link);
    await examine(page);
    for (const path of ["/connexion/lien/nothing", "/connexion/attente", "/demo/courrier", "/administration/comptes"]) {
      await page.goto(site.url + path);
      await examine(page);
    }
    const ada = await visit(t, look);
    await become(ada, /Ada Rucher/);
    for (const path of ["/compte", "/administration/comptes", "/administration/comptes?q=zz", "/administration/centres", "/administration/courrier"]) {
      await ada.goto(site.url + path);
      await examine(ada);
    }
    await ada.goto(`${site.url}/administration/comptes?q=mélissa`);
    await ada.getByRole("link", { name: /Alvéole/ }).click();
    await ada.getByRole("button", { name: "Créer un lien et un code" }).click();
    await examine(ada);
    await ada.goto(`${site.url}/administration/centres`);
    await ada.getByRole("link", { name: "Centre de ressources du Grand Est" }).click();
    await ada.getByLabel("Territoires").fill("Nulle part");
    await ada.getByRole("button", { name: "Enregistrer" }).click();
    await examine(ada);
  });
}
