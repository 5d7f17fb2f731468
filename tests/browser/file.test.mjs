// A file of people, from the drop to what is taken away, on official files of our own: with and without scripts, by keyboard,
// and in every state for those who do not see it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, request as ask } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browser, open, startOfficial } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Windows' letters and ends of lines, a quoted separator: what comes back keeps every byte.
const LINES = [
  "nom;naissance;sexe;adresse;cp;ville",
  '"Premier; fictif";2001-02-03;F;3 rue des abeilles imaginaires;57000;Metz',
  "Deuxième fictif;2001-02-03;H;avenue de la reine imaginaire;57000;Metz",
  "Troisième fictif;2001-02-03;F;avenue de la reine imaginaire;57000;Metz",
  "Quatrième fictif;2001-02-03;H;2 rue des lilas imaginaires;;",
  "Cinquième fictif;2001-02-03;F;;;",
];
const TABLE = Buffer.from(`${LINES.join("\r\n")}\r\n`, "latin1");
/** What never leaves the browser. */
const SECRETS = ["fictif", "2001-02-03", "nom;", "naissance;"];

let site, chromium;

before(async () => {
  site = await startOfficial();
  chromium = await browser();
});

after(async () => {
  await chromium?.close();
  await site?.stop();
});

const given = (buffer = TABLE, name = "gens.csv") => ({ name, mimeType: "text/csv", buffer });

/** Chooses the file, tells that the summary is crossed with a column, and waits for the answers. */
async function bring(page, { crossed = "sexe", url = site.url } = {}) {
  await page.goto(`${url}/qpv/fichier`);
  await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given());
  await page.getByRole("group", { name: "Où sont les adresses" }).waitFor();
  if (crossed) {
    await page.getByText("Date et croisements").click();
    await page.getByLabel("Croiser la synthèse avec").selectOption({ label: crossed });
  }
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByRole("heading", { name: "Vérifier les cas douteux" }).waitFor();
}

/** The site through a wire that is listened to: what a browser tells of its own requests leaves out the bytes of files. */
async function listened() {
  const sent = [];
  const wire = createServer((asked, answer) => {
    const parts = [];
    asked.on("data", (part) => parts.push(part));
    asked.on("end", () => {
      const body = Buffer.concat(parts);
      if (asked.method === "POST") sent.push({ path: asked.url, body: body.toString("latin1") });
      const onward = ask(site.url + asked.url, { method: asked.method, headers: asked.headers }, (given) => {
        answer.writeHead(given.statusCode, given.headers);
        given.pipe(answer);
      });
      onward.end(body);
    });
  });
  wire.listen(0, "127.0.0.1");
  await once(wire, "listening");
  return { url: `http://127.0.0.1:${wire.address().port}`, sent, stop: () => (wire.closeAllConnections(), wire.close()) };
}

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test("only what is chosen leaves the browser, cases are settled by keyboard, and the file comes back whole", async (t) => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const page = await open(context);
  const wire = await listened();
  t.after(wire.stop);
  await bring(page, { url: wire.url });
  assert.match(page.url(), /\/qpv\/fichier\/[0-9a-f]{32}$/);
  assert.deepEqual(wire.sent.map(({ path }) => path), ["/qpv/fichier/colonnes", "/qpv/fichier"]);
  const [, { body }] = wire.sent;
  assert.match(body, /sexe;adresse;cp;ville\n/);
  for (const secret of SECRETS) assert.ok(!body.includes(secret), `${secret} left the browser`);

  await page.getByRole("link", { name: "Commencer" }).press("Enter");
  await page.getByRole("link", { name: "Commencer par le premier" }).press("Enter");
  await page.getByRole("heading", { name: "Avenue de la Reine Imaginaire, Metz" }).waitFor();
  const choice = page.getByRole("radio", { name: /Dans le quartier Les Alvéoles/ });
  await choice.press("Space");
  assert.ok(await choice.isChecked());
  await page.getByRole("button", { name: "Décider et continuer" }).press("Enter");
  await page.getByText("Décidé pour Avenue de la Reine Imaginaire, Metz : 2 lignes.").waitFor();
  await page.getByRole("heading", { name: /lilas imaginaires/i }).waitFor();
  await page.getByRole("radio", { name: /C’est Rue des Lilas Imaginaires, Metz/ }).press("Space");
  await page.getByRole("button", { name: "Décider et continuer" }).press("Enter");
  await page.getByText("Tout est décidé.").waitFor();

  await page.getByRole("link", { name: "Synthèse", exact: true }).press("Enter");
  await page.getByRole("heading", { name: "Par sexe" }).waitFor();
  assert.match(await page.locator(".lead").first().innerText(), /Entre 80\s%\set 100\s%/u);
  const summary = await downloaded(page, () => page.getByRole("link", { name: "En tableau (CSV)" }).click());
  assert.match(summary.bytes.toString(), /dans;QN05701M;Les Alvéoles;F;2/);
  const document = await downloaded(page, () => page.getByRole("link", { name: "En PDF" }).click());
  assert.equal(document.bytes.subarray(0, 5).toString(), "%PDF-");
  await page.getByRole("link", { name: "Masquer les effectifs inférieurs à 5" }).press("Enter");
  await page.getByText("masqué").first().waitFor();

  await page.getByRole("link", { name: "Résultat" }).press("Enter");
  const whole = await downloaded(page, () => page.getByRole("button", { name: "Télécharger le fichier complété" }).press("Enter"));
  assert.equal(whole.name, "gens.qpv.csv");
  const lines = whole.bytes.toString("latin1").split("\r\n");
  assert.equal(lines.length, LINES.length + 1);
  LINES.forEach((line, at) => assert.ok(lines[at].startsWith(Buffer.from(line).toString("utf8")), `line ${at} is as it was`));
  assert.match(lines[0], /;qpv_verdict;.*;qpv_decision;qpv_decision_le$/);
  assert.match(lines[1], /;dans;QN05701M;Les Alv/);
  for (const at of [2, 3]) assert.match(lines[at], /;dans;QN05701M;.*;decision;.*;QN05701M;\d{4}-\d\d-\d\d$/);
  assert.match(lines[5], /;a_verifier;;;vide;/);
  for (const { body } of wire.sent) for (const secret of SECRETS) assert.ok(!body.includes(secret), `${secret} left later`);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("who comes back later gives the file again, the same one", async () => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const page = await open(context);
  await bring(page, { crossed: "" });
  await page.reload();
  await page.getByRole("button", { name: "Télécharger le fichier complété" }).click();
  const again = page.getByLabel("Choisissez de nouveau votre fichier");
  await again.setInputFiles(given(Buffer.from("nom;naissance;sexe;adresse;cp;ville\r\na;;;1 rue;;\r\n")));
  await page.getByText("Ce n’est pas le même fichier").waitFor();
  const whole = await downloaded(page, () => again.setInputFiles(given()));
  assert.match(whole.bytes.toString("latin1"), /fictif.*;dans;QN05701M/);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a file that is dropped is read, and one that is no table is said to be none", async () => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const page = await open(context);
  await page.goto(`${site.url}/qpv/fichier`);
  // The module that reads files comes after the page.
  await page.waitForLoadState("networkidle");
  const drop = (name, text) =>
    page.evaluate(
      ([name, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name, { type: "text/csv" }));
        for (const kind of ["dragenter", "dragover", "drop"]) {
          document.querySelector("[data-drop]").dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
      },
      [name, text],
    );
  await drop("vide.csv", "");
  await page.getByText("Le fichier est vide.").waitFor();
  await drop("deja.csv", "adresse;qpv_code\r\n1 rue;\r\n");
  await page.getByText("Le fichier a déjà une colonne qpv_code").waitFor();
  await drop("gens.csv", LINES.join("\n"));
  await page.getByRole("group", { name: "Où sont les adresses" }).waitFor();
  assert.equal(await page.getByLabel("Adresse ou rue").inputValue(), "3");
  await page.getByText("Voir les premières lignes").click();
  await page.getByRole("cell", { name: "Premier; fictif" }).waitFor();
  await page.getByLabel("Adresse ou rue").selectOption("");
  await page.getByLabel("Commune", { exact: true }).selectOption("");
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByText("Dites au moins quelle colonne tient l’adresse").waitFor();
  // The refusal of the columns is this test's business.
  assert.deepEqual(page.faults.filter((fault) => !/^422 .*\/colonnes$/.test(fault)), []);
  await context.close();
});

test("last year's file brings its decisions, and no more of it leaves than they need", async (t) => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const page = await open(context);
  const wire = await listened();
  t.after(wire.stop);
  const former = [
    "nom;naissance;adresse;cp;ville;qpv_verdict;qpv_decision;qpv_decision_le",
    "Ancien fictif;2001-02-03;avenue de la reine imaginaire;57000;Metz;a_verifier;hors;2025-11-12",
    "Autre fictif;2001-02-03;1 rue des abeilles imaginaires;57000;Metz;dans;;",
  ].join("\n");
  await page.goto(`${wire.url}/qpv/fichier`);
  await page.getByText("Reprendre les décisions de l’an dernier").click();
  await page.getByLabel("Le fichier de l’an dernier").setInputFiles(given(Buffer.from(former), "2025.csv"));
  await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given());
  await page.getByRole("group", { name: "Où sont les adresses" }).waitFor();
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByRole("heading", { name: "Reprendre le fichier" }).waitFor();
  const whole = await downloaded(page, () => page.getByRole("button", { name: "Télécharger le fichier complété" }).click());
  assert.equal(whole.bytes.toString("latin1").match(/;hors;2025-11-12/g).length, 2);
  for (const { body } of wire.sent) {
    for (const secret of ["fictif", "2001-02-03", "1 rue des abeilles"]) assert.ok(!body.includes(secret), `${secret} left the browser`);
  }
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("of a file without names of columns nothing leaves", async (t) => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const page = await open(context);
  const wire = await listened();
  t.after(wire.stop);
  await page.goto(`${wire.url}/qpv/fichier`);
  await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given(Buffer.from("Premier fictif;1 rue du miel;57000;Metz\nDeuxième fictif;2 rue du miel;57000;Metz\n")));
  await page.getByText("La première ligne semble être celle d’une personne").waitFor();
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByText("La première ligne semble être celle d’une personne").waitFor();
  assert.deepEqual(wire.sent, []);
  await context.close();
});

test("without scripts the whole path works, and nothing remains once it is erased", async () => {
  const context = await chromium.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const page = await open(context);
  await page.goto(`${site.url}/qpv/fichier`);
  await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given());
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByRole("group", { name: "Où sont les adresses" }).waitFor();
  await page.getByRole("button", { name: "Chercher les quartiers" }).click();
  await page.getByRole("heading", { name: "Vérifier les cas douteux" }).waitFor();
  await page.getByRole("link", { name: "Commencer" }).click();
  await page.getByRole("link", { name: "Avenue de la Reine Imaginaire, Metz" }).click();
  await page.getByRole("button", { name: "Décider et continuer" }).click();
  await page.getByText("Choisissez une réponse, ou passez au groupe suivant.").waitFor();
  await page.getByRole("radio", { name: "Dans un autre quartier" }).check();
  await page.getByLabel("Son code").fill("qn05701m");
  await page.getByRole("button", { name: "Décider et continuer" }).click();
  await page.getByRole("link", { name: "Revenir dessus" }).click();
  await page.getByRole("radio", { name: "Annuler la décision" }).check();
  await page.getByRole("button", { name: "Décider et continuer" }).click();
  await page.getByRole("link", { name: "Résultat" }).click();
  const whole = await downloaded(page, () => page.getByRole("link", { name: "Télécharger le fichier complété" }).click());
  assert.match(whole.bytes.toString("latin1"), /fictif.*;dans;QN05701M/);
  const address = page.url();
  await page.getByRole("button", { name: "Garder 7 jours" }).click();
  await page.getByText("Effacer maintenant").click();
  await page.getByRole("button", { name: "Oui, tout effacer" }).click();
  await page.getByRole("heading", { name: "Le fichier est effacé" }).waitFor();
  const answer = await page.goto(address);
  assert.equal(answer.status(), 404);
  await page.getByRole("heading", { name: "Ce fichier n’est plus ici" }).waitFor();
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a job that is gone is told to the page that watched it", async () => {
  const context = await chromium.newContext({ locale: "fr-FR" });
  const [page, other] = [await open(context), await open(context)];
  await bring(page, { crossed: "" });
  await other.goto(page.url());
  await other.getByText("Effacer maintenant").click();
  await other.getByRole("button", { name: "Oui, tout effacer" }).click();
  await other.getByRole("heading", { name: "Le fichier est effacé" }).waitFor();
  await page.getByRole("button", { name: "Télécharger le fichier complété" }).click();
  await page.getByText("L’envoi n’a pas abouti").waitFor();
  await page.getByRole("link", { name: "Synthèse", exact: true }).click();
  await page.waitForFunction(() => document.body.innerText.includes("Ce fichier n’est plus ici"));
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`accessible in ${colorScheme}, at the width of a phone: every page of a file`, async () => {
    const context = await chromium.newContext({ colorScheme, bypassCSP: true, locale: "fr-FR", viewport: { width: 390, height: 844 } });
    const page = await open(context);
    const look = async (name) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((fault) => [name, fault.id, fault.nodes[0].html]), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `${name} stays within the edge`);
    };
    await page.goto(`${site.url}/qpv/fichier`);
    await look("start");
    await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given());
    await page.getByRole("group", { name: "Où sont les adresses" }).waitFor();
    for (const fold of ["L’adresse est en plusieurs colonnes", "Date et croisements", "Voir les premières lignes"]) await page.getByText(fold).click();
    await look("columns");
    await page.getByLabel("Votre fichier", { exact: true }).setInputFiles(given(Buffer.from(""), "vide.csv"));
    await page.getByText("Le fichier est vide.").waitFor();
    await look("fault");
    await bring(page);
    await look("result");
    const address = page.url();
    for (const rest of ["/cas", "/cas/1", "/cas/2?faute=choix", "/synthese", "/synthese?masquer=1"]) {
      await page.goto(address + rest);
      await look(rest);
    }
    await page.goto(`${site.url}/qpv/fichier?efface=1`);
    await look("erased");
    await page.goto(`${site.url}/qpv/fichier/${"0".repeat(32)}`);
    await look("gone");
    await context.close();
  });
}
