// Signing in by an identity provider: a real one, of a package, on this machine.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import Provider from "oidc-provider";
import { examine } from "./examined.mjs";
import { browser, open, start, startOn } from "./site.mjs";

/** What the provider says of who signs in, by what she typed as her name there. */
const people = {
  checked: { email: "maya.rayon@example.org", email_verified: true, name: "Maya Rayon" },
  unchecked: { email: "ada.rucher@example.org", email_verified: false },
  nameless: {},
};

/** The provider's own pages ask for fonts of elsewhere, which is out of reach. */
const FONTS = /fonts\.googleapis\.com/;

let chromium, provider, site;
before(async () => {
  chromium = await browser();
  // The provider must know the way back, and the site the provider: the site's port is taken first, and given back.
  const port = await freePort();
  provider = await startProvider(`http://127.0.0.1:${port}`);
  const data = (await emptyFolder()).data;
  site = await startOn(data, "serve", {
    listen: `127.0.0.1:${port}`,
    env: {
      ESSAIM_PROVIDER_NAME: "ExempleConnect",
      ESSAIM_PROVIDER_ISSUER: provider.issuer,
      ESSAIM_PROVIDER_CLIENT_ID: "essaim",
      ESSAIM_PROVIDER_CLIENT_SECRET: "a secret of the test",
      ESSAIM_PROVIDER_SCOPES: "email,profile",
    },
  });
});
after(async () => {
  await chromium?.close();
  await site?.stop();
  provider?.stop();
});

async function emptyFolder() {
  const first = await start();
  await first.stop({ keep: true });
  return first;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function startProvider(client) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: "essaim",
        client_secret: "a secret of the test",
        redirect_uris: [`${client}/connexion/fournisseur/retour`],
        post_logout_redirect_uris: [`${client}/`, `${client}/en/`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["of the test"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  const server = createServer(oidc.callback()).listen(port, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  return {
    issuer,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function visit(t, options = {}) {
  const context = await chromium.newContext({ locale: "fr-FR", bypassCSP: true, ...options });
  const page = await open(context);
  t.after(() => context.close());
  page.setDefaultTimeout(15_000);
  return page;
}

const heading = (page) => page.getByRole("heading", { level: 1 });

/** Says who one is at the provider, and agrees. */
async function identify(page, login) {
  await page.goto(`${site.url}/connexion?suite=/experiences`);
  await page.getByRole("link", { name: "S’identifier avec ExempleConnect" }).click();
  await page.getByPlaceholder(/login/i).fill(login);
  await page.getByPlaceholder(/password/i).fill("anything");
  await page.getByRole("button", { name: /sign-in/i }).click();
  await page.getByRole("button", { name: /continue/i }).click();
}

test("somebody whom the provider knows comes in, and out on both sides", async (t) => {
  const page = await visit(t);
  await identify(page, "checked");
  await page.waitForURL(`${site.url}/experiences`);
  await page.getByRole("banner").getByRole("link", { name: /Maya Rayon/ }).click();
  await page.getByText("maya.rayon@example.org").first().waitFor();
  await page.getByText("par un fournisseur d’identité").waitFor();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await heading(page).getByText("Vous êtes déconnecté d’ici").waitFor();
  await examine(page, FONTS);
  await page.getByRole("link", { name: "Se déconnecter de ExempleConnect" }).click();
  await page.getByRole("button", { name: /yes/i }).click();
  await page.waitForURL(`${site.url}/`);
  // The second time, she is found by what the provider calls her, whatever became of her address.
  people.checked.email = "another@example.org";
  await identify(page, "checked");
  await page.waitForURL(`${site.url}/experiences`);
  await page.goto(`${site.url}/compte`);
  await page.getByText("maya.rayon@example.org").first().waitFor();
});

test("an address that the provider did not check opens nobody’s account", async (t) => {
  for (const [login, why] of [
    ["unchecked", "ne garantit pas que votre adresse"],
    ["nameless", "n’a pas donné votre adresse"],
  ]) {
    const page = await visit(t);
    await identify(page, login);
    await page.getByText(why).waitFor();
    await examine(page, FONTS);
    await page.goto(`${site.url}/compte`);
    assert.equal(new URL(page.url()).pathname, "/connexion");
  }
});

test("an answer that this browser did not ask for lets nobody in", async (t) => {
  const page = await visit(t);
  const answer = await page.goto(`${site.url}/connexion/fournisseur/retour?code=stolen&state=guessed`);
  assert.equal(answer.status(), 403);
  await heading(page).getByText("Vous n’êtes pas connecté").waitFor();
  await page.goto(`${site.url}/connexion`);
  await page.getByRole("link", { name: "S’identifier avec ExempleConnect" }).click();
  await page.getByPlaceholder(/login/i).waitFor();
  const journey = (await page.context().cookies(site.url)).find(({ name }) => name === "fournisseur");
  const state = decodeURIComponent(journey.value).split(".")[0];
  const forged = await page.goto(`${site.url}/connexion/fournisseur/retour?code=forged&state=${state}`);
  assert.equal(forged.status(), 403);
  await page.getByText("n’a pas pu être vérifiée").waitFor();
  const declined = await page.goto(`${site.url}/connexion/fournisseur/retour?error=access_denied&state=${state}`);
  assert.equal(declined.status(), 403);
});

test("a provider that does not answer leaves mail", async (t) => {
  const alone = await startOn((await emptyFolder()).data, "serve", {
    env: {
      ESSAIM_PROVIDER_ISSUER: `http://127.0.0.1:${await freePort()}`,
      ESSAIM_PROVIDER_CLIENT_ID: "essaim",
      ESSAIM_PROVIDER_CLIENT_SECRET: "x",
    },
  });
  t.after(() => alone.stop());
  const answer = await fetch(`${alone.url}/connexion/fournisseur`, { headers: { accept: "text/html" } });
  assert.equal(answer.status, 502);
  assert.match(await answer.text(), /Le fournisseur d’identité ne répond pas/);
});
