// `<div data-map>`: the server's picture stays until someone asks for the live map, and for ever where
// the browser cannot draw one. Nothing of the map is fetched before.
import { all } from "./page";

export function maps(root: ParentNode): void {
  for (const box of all("map", root)) {
    const button = box.querySelector<HTMLButtonElement>("[data-map-start]");
    if (!button || button.dataset.bound || !canDraw()) continue;
    button.dataset.bound = "yes";
    button.hidden = false;
    button.addEventListener("click", () => void start(box, button));
  }
}

function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

async function start(box: HTMLElement, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    const [{ LiveMap }] = await Promise.all([import("./map"), styles()]);
    await new LiveMap(box).ready();
    button.hidden = true;
  } catch {
    // The picture and the list say the same.
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
