// What the modules share: reading the page, and saying what changed to those who do not see it.

/** Every element that carries a `data-` attribute. */
export function all<T extends HTMLElement>(attribute: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(`[data-${attribute}]`)];
}

/** Says a sentence through the live region of the layout; the same one twice is said twice. */
export function announce(text: string | null | undefined): void {
  const region = document.getElementById("live");
  if (!region || !text) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text.trim();
  }, 60);
}

/** A word of the page's language, which the layout carries in `data-` attributes of the live region. */
export function word(name: string): string {
  return document.getElementById("live")?.dataset[name] ?? "";
}

/** The page's language, for the addresses that ask it. */
export const language = document.documentElement.lang || "fr";

/** An icon of the sprite. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${__ICONS__}#${name}`);
  svg.append(use);
  return svg;
}
