// Keeping an entry without leaving the page: the form is sent, the answer is the page as it is now, and
// what shows the choice is taken from it. `<form id="keep">` serves all cards, `<form data-keep>` one.
import { announce } from "./page";

export function keep(bind: (root: ParentNode) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!button || !(form.id === "keep" || form.hasAttribute("data-keep"))) return;
    event.preventDefault();
    void send(form, button, bind);
  });
}

async function send(form: HTMLFormElement, button: HTMLButtonElement, bind: (root: ParentNode) => void): Promise<void> {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const where = selector(form, button);
  try {
    const back = form.querySelector<HTMLInputElement>("[name=retour]");
    if (back) back.value = window.location.pathname + window.location.search;
    const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector<HTMLButtonElement>(where);
    if (!fresh) throw new Error("the page shows no choice any more");
    // An entry may be kept from its head and from beside its text: all of them show the choice.
    const forms = () => [...document.querySelectorAll<HTMLElement>("form[data-keep]")];
    const at = forms().indexOf(form);
    if (at < 0) button.replaceWith(fresh);
    else [...page.querySelectorAll("form[data-keep]")].forEach((next, place) => forms()[place]?.replaceWith(next));
    for (const part of [".site-nav", ".site-tools"]) {
      const [old, now] = [document.querySelector(part), page.querySelector(part)];
      if (old && now) old.replaceWith(now);
    }
    const placed = (forms()[at] ?? document).querySelector<HTMLButtonElement>(at < 0 ? where : `button[value="${CSS.escape(button.value)}"]`);
    placed?.focus({ preventScroll: true });
    announce(visibleText(placed));
    bind(document);
  } catch {
    // The plain way always works: the whole page is sent and shown.
    button.removeAttribute("aria-busy");
    form.removeAttribute("data-keep");
    HTMLFormElement.prototype.submit.call(withChoice(form, button));
  }
}

/** The same button before and after: it changes its name, never its value. */
function selector(form: HTMLFormElement, button: HTMLButtonElement): string {
  const value = CSS.escape(button.value);
  return form.id === "keep" ? `button[form=keep][value="${value}"]` : `form[data-keep] button[value="${value}"]`;
}

function withChoice(form: HTMLFormElement, button: HTMLButtonElement): HTMLFormElement {
  const choice = document.createElement("input");
  Object.assign(choice, { type: "hidden", name: button.name, value: button.value });
  form.append(choice);
  return form;
}

function visibleText(element: HTMLElement | null): string {
  return element?.innerText.trim() ?? "";
}
