// What every test needs: the program on a data folder of its own, and a browser that calls no one else.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
export const program = join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "debug/essaim");

/** Starts the demo on a free port, on a folder of its own. */
export async function start(options = {}) {
  const data = await mkdtemp(join(tmpdir(), "essaim-browser-"));
  return startOn(data, "demo", options);
}

/** Starts the demo on a folder that holds official files of our own: neighbourhoods, those before them, addresses. */
export async function startOfficial() {
  const data = await mkdtemp(join(tmpdir(), "essaim-official-"));
  const files = ["qpv-2026-01-15.geojson", "former-2026-01-15.geojson", "addresses-2026-01-15.csv"];
  const paths = files.map((name) => join(root, "tests/official", name));
  await promisify(execFile)(program, ["--data", data, "territories", "import", ...paths]);
  return startOn(data, "demo");
}

/** Starts a command that serves; `stop` ends it as an operator would, and fails if it ends otherwise. */
export async function startOn(data, command, { env = {}, listen = "127.0.0.1:0" } = {}) {
  const server = spawn(program, [command, "--data", data, "--listen", listen], {
    env: { ...process.env, ESSAIM_LIMITS_FILES_PER_MINUTE: "0", ESSAIM_LIMITS_DOCUMENTS_PER_MINUTE: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((done) => server.once("exit", (code, signal) => done({ code, signal })));
  const url = await Promise.race([
    firstAddress(server.stdout),
    ended.then(({ code }) => Promise.reject(new Error(`the program ended with ${code}:\n${log}`))),
  ]);
  const stop = async ({ keep = false } = {}) => {
    server.kill("SIGTERM");
    const { code } = await ended;
    if (!keep) await rm(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the program ended with ${code}:\n${log}`);
    if (log.includes("panicked")) throw new Error(`something panicked:\n${log}`);
  };
  return { url, data, stop };
}

async function firstAddress(stream) {
  for await (const line of createInterface({ input: stream })) {
    if (line.startsWith("http://")) {
      stream.resume();
      return line.trim();
    }
  }
  throw new Error("no address was printed");
}

/** A Chromium with a profile of its own, that may only reach this machine; `webgl` draws by software. */
export function browser({ webgl = false } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      ...(webgl ? ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu"]),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
}

/**
 * Opens a page that fails the test on a script's error, a refusal of the security policy or a missing file.
 * Answers of 4xx to the page's own address are the test's business.
 */
export async function open(context, faults = []) {
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      const { url, lineNumber, columnNumber } = message.location();
      faults.push(`console: ${message.text()} (${url}:${lineNumber}:${columnNumber})`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
    if (response.status() >= 400 && !response.request().isNavigationRequest()) faults.push(`${response.status()} ${response.url()}`);
  });
  page.faults = faults;
  return page;
}

/** A visitor's page in a browser of her own, closed at the test's end; nothing may have gone wrong behind it. */
export async function visitor(chromium, t, options = {}) {
  const context = await chromium.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
  const page = await open(context);
  t.after(async () => {
    await context.close();
    assert.deepEqual(page.faults, []);
  });
  page.setDefaultTimeout(10_000);
  return page;
}
