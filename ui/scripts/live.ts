// Filters without leaving the page: links and forms under `hx-boost` replace the block that holds them.
// The focus stays (elements carry an id), folds stay open, and the new count is said.
import "./htmx-config";
import htmx from "htmx.org";
import { announce } from "./page";

export function live(bind: (root: ParentNode) => void): void {
  let open = new Set<string>();
  let held: Element | null = null;
  document.body.addEventListener("htmx:beforeSwap", () => {
    const folds = document.querySelectorAll<HTMLDetailsElement>("details[id]");
    open = new Set([...folds].filter((fold) => fold.open && !fold.classList.contains("menu")).map((fold) => fold.id));
    held = document.activeElement === document.body ? null : document.activeElement;
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    // What stands in a closed fold could not take the focus.
    if (held?.id && !held.isConnected) document.getElementById(held.id)?.focus({ preventScroll: true });
    bind(document);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const title = document.querySelector<HTMLElement>("[data-announce]");
    announce(title?.textContent);
    // A chip that was removed took the focus with it.
    if (held && (document.activeElement === null || document.activeElement === document.body)) {
      title?.focus({ preventScroll: true });
    }
    sameElsewhere();
  });
  // A refusal has no block to put in the place of this one: its page is shown whole.
  document.body.addEventListener("htmx:responseError", (event) => {
    const { requestConfig, pathInfo } = (event as CustomEvent<Refused>).detail;
    if (requestConfig.verb === "get") window.location.assign(pathInfo.finalRequestPath);
    else window.location.reload();
  });
  htmx.process(document.body);
}

/** What htmx says of a refusal. */
interface Refused {
  requestConfig: { verb: string };
  pathInfo: { finalRequestPath: string };
}

/** Takes up a part that another script put into the page. */
export function take(part: Element): void {
  htmx.process(part);
}

/** The other language and the switch of themes lead to the page as it stands now. */
function sameElsewhere(): void {
  const { pathname, search } = window.location;
  const other = document.querySelector<HTMLAnchorElement>("a.language");
  if (other) {
    other.pathname = pathname.startsWith("/en/") ? pathname.slice("/en".length) : `/en${pathname}`;
    other.search = search;
  }
  const back = document.querySelector<HTMLInputElement>("[data-theme-switch] [name=retour]");
  if (back) back.value = pathname + search;
}
