// Another page of a job in the place of this one, so that the file stays in the page's memory: `#job` is replaced, as
// htmx does for its links.
import { announce } from "../page";

export type Bind = (root: ParentNode) => void;

export function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, "text/html");
}

/** Takes the page that stands at this page's address. */
export async function again(): Promise<Document> {
  const answer = await fetch(window.location.href, { cache: "no-store" });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return parsed(await answer.text());
}

/** Shows a page of a job; false when it is none. `address` is given where it is another than this one's. */
export function show(page: Document, bind: Bind, address?: string): boolean {
  const [old, fresh] = [document.getElementById("job"), page.getElementById("job")];
  if (!old || !fresh) return false;
  if (address) push(address);
  document.title = page.title;
  sameElsewhere(page);
  old.replaceWith(fresh);
  void import("../live").then(({ take }) => take(fresh));
  bind(document);
  const title = fresh.querySelector<HTMLElement>("h1") ?? document.querySelector<HTMLElement>("h1");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
  announce(title?.textContent);
  return true;
}

/** Another address: htmx only knows those that it left, and leaves these alone. */
function push(address: string): void {
  history.replaceState({ job: true }, "");
  history.pushState({ job: true }, "", address);
}

let isListening = false;

/** Pages that one comes back to are asked again, in place. After a reload too: the browser keeps what an address was. */
export function comebacks(bind: Bind): void {
  if (isListening) return;
  isListening = true;
  window.addEventListener("popstate", ({ state }) => {
    if ((state as { job?: boolean } | null)?.job !== true) return;
    const { href } = window.location;
    // One may have gone on meanwhile.
    const act = (work: () => void) => window.location.href === href && work();
    again().then(
      (page) => act(() => show(page, bind) || window.location.reload()),
      () => act(() => window.location.reload()),
    );
  });
}

/** The other language and the switch of themes lead to the page as it is now. */
function sameElsewhere(page: Document): void {
  const [other, own] = [page.querySelector<HTMLAnchorElement>("a.language"), document.querySelector("a.language")];
  if (own && other) own.setAttribute("href", other.getAttribute("href") ?? "");
  const back = document.querySelector<HTMLInputElement>("[data-theme-switch] [name=retour]");
  if (back) back.value = window.location.pathname + window.location.search;
}
