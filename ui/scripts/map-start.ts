// `<div data-map>` and `<div data-ground>`: the server's picture stays until someone asks for the live map, and for
// ever where the browser cannot draw one. Nothing of the map is fetched before.
import { all } from "./page";

/** A map that takes the place of the picture. */
interface Live {
  ready(): Promise<void>;
  focus(): void;
  remove(): void;
}

type Make = (box: HTMLElement) => Promise<Live>;

const placesMap: Make = async (box) => new (await import("./map")).LiveMap(box);
const groundMap: Make = async (box) => new (await import("./ground")).GroundMap(box);

let running: { box: HTMLElement; map: Live } | undefined;

export function maps(root: ParentNode): void {
  const asked = leave();
  for (const box of all("map", root)) bind(box, "[data-map-start]", placesMap, asked);
  for (const box of all("ground", root)) bind(box, "[data-ground-start]", groundMap, false);
}

function bind(box: HTMLElement, selector: string, make: Make, asked: boolean): void {
  const button = box.querySelector<HTMLButtonElement>(selector);
  if (!button || button.dataset.bound || !canDraw()) return;
  button.dataset.bound = "yes";
  button.hidden = false;
  button.addEventListener("click", () => void start(box, button, make, true));
  if (asked) void start(box, button, make, false);
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

async function start(box: HTMLElement, button: HTMLButtonElement, make: Make, takesFocus: boolean): Promise<void> {
  button.disabled = true;
  let map: Live | undefined;
  try {
    await styles();
    map = await make(box);
    await map.ready();
    running = { box, map };
    button.hidden = true;
    for (const help of box.querySelectorAll<HTMLElement>("[data-ground-help]")) help.hidden = false;
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
