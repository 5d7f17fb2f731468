// `<div data-map>`: the server's picture stays until someone asks for the live map, and for ever where
// the browser cannot draw one. Nothing of the map is fetched before.
import type { LiveMap } from "./map";
import { all } from "./page";

let running: { box: HTMLElement; map: LiveMap } | undefined;

export function maps(root: ParentNode): void {
  const asked = leave();
  for (const box of all("map", root)) {
    const button = box.querySelector<HTMLButtonElement>("[data-map-start]");
    if (!button || button.dataset.bound || !canDraw()) continue;
    button.dataset.bound = "yes";
    button.hidden = false;
    button.addEventListener("click", () => void start(box, button, true));
    if (asked) void start(box, button, false);
  }
}

/** Ends the map of a page that is no longer; says whether there was one, so that the next page has its own. */
function leave(): boolean {
  if (!running || running.box.isConnected) return false;
  running.map.remove();
  running = undefined;
  return true;
}

function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

async function start(box: HTMLElement, button: HTMLButtonElement, takesFocus: boolean): Promise<void> {
  button.disabled = true;
  let map: LiveMap | undefined;
  try {
    const [{ LiveMap }] = await Promise.all([import("./map"), styles()]);
    map = new LiveMap(box);
    await map.ready();
    running = { box, map };
    button.hidden = true;
    if (takesFocus) map.focus();
  } catch {
    // The picture and the list say the same.
    map?.remove();
    button.disabled = false;
  }
}

function styles(): Promise<void> {
  if (document.querySelector(`link[href="${__MAP_STYLES__}"]`)) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: __MAP_STYLES__, onload: () => done(), onerror: failed });
    document.head.append(link);
  });
}
