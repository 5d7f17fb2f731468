// `<form data-suggest="/address">`: suggestions under the search field, as the ARIA combobox pattern.
// The address answers `{ "items": [{ "label", "lang", "url", "kind_label", "parameter", "value" }] }` to `?q=`. What fills
// a parameter is added to the form's own search, on the form's own page; the rest leads to its address.
import { all, announce, language, word } from "./page";

interface Suggestion {
  label: string;
  lang?: string;
  url?: string;
  kind_label?: string;
  parameter?: string;
  value?: string;
}

const WAIT = 90;
const LEAST = 2;
let made = 0;

export function suggestions(root: ParentNode): void {
  for (const form of all<HTMLFormElement>("suggest", root)) {
    const field = form.querySelector<HTMLInputElement>("input[name=q]");
    if (field && !field.hasAttribute("aria-controls")) new Combobox(form, field);
  }
}

class Combobox {
  private readonly list = document.createElement("ul");
  private items: Suggestion[] = [];
  private at = -1;
  private timer = 0;
  private asked = "";
  private request: AbortController | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly field: HTMLInputElement,
  ) {
    made += 1;
    this.list.id = `suggestions-${made}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
    field.closest(".search__row")?.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"]] as const) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => this.schedule());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    // The press would take the focus off the field and close the list before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  private schedule(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const words = this.field.value.trim();
    if (words.length < LEAST) return this.close();
    if (words === this.asked && !this.list.hidden) return;
    this.asked = words;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const address = `${this.form.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { headers: { "accept-language": language }, signal: this.request.signal });
      if (!answer.ok) return this.close();
      const { items } = (await answer.json()) as { items?: Suggestion[] };
      if (document.activeElement === this.field) this.show(items ?? []);
    } catch {
      // Interrupted by the next letter, or no network: the field works without.
    }
  }

  private show(items: Suggestion[]): void {
    this.items = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.list.hidden = items.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
    const counted = word(items.length === 1 ? "suggestionsOne" : "suggestionsMany");
    if (items.length > 0) announce(counted.replace("#", String(items.length)));
  }

  private option(item: Suggestion, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.className = "suggestions__item";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = item.label;
    if (item.lang) label.lang = item.lang;
    option.append(label);
    if (item.kind_label) {
      const kind = document.createElement("span");
      kind.className = "suggestions__kind";
      kind.textContent = item.kind_label;
      option.append(kind);
    }
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return this.schedule();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    }
  }

  /** Up from the first goes back to the field, and round. */
  private move(step: number): void {
    const places = this.items.length + 1;
    this.at = ((this.at + 1 + step + places) % places) - 1;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    const chosen = this.list.children[this.at];
    if (chosen) {
      this.field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  private choose(index: number): void {
    const item = this.items[index];
    if (!item) return;
    this.close();
    window.location.assign(this.address(item));
  }

  /** The search of the form with what was chosen in the place of what was typed, or the address of what is no search. */
  private address({ parameter, value = "", url = "" }: Suggestion): string {
    if (!parameter) return url;
    const query = new URLSearchParams([...new FormData(this.form)] as [string, string][]);
    query.delete(this.field.name);
    if (!query.getAll(parameter).includes(value)) query.append(parameter, value);
    return `${this.form.action}?${query}`;
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.at = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
