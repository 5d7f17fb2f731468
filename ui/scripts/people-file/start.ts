// `<form data-people-file>`: the file is read here, and only the columns that were chosen are sent. Without this module
// the form sends the whole file.
import { announce } from "../page";
import { Columns } from "./columns";
import { decided } from "./decisions";
import { drops } from "./drop";
import { Fault, faultOf } from "./fault";
import { hold } from "./held";
import { openTable } from "./open";
import { reduced } from "./reduce";
import { columnsOf, send } from "./send";
import { type Bind, show } from "./swap";
import type { Table } from "./table";

export function start(form: HTMLFormElement, bind: Bind): void {
  const page = new StartPage(form, bind);
  page.listen();
}

class StartPage {
  private readonly input: HTMLInputElement | null;
  /** The table that was chosen last, once it is read and its columns are shown. */
  private chosen: { file: File; table: Table } | undefined;
  private reading: Promise<void> = Promise.resolve();
  private isBusy = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly bind: Bind,
  ) {
    this.input = form.querySelector<HTMLInputElement>("input[type=file][name=table]");
  }

  listen(): void {
    const { form, input } = this;
    if (!input) return;
    input.required = true;
    for (const words of form.querySelectorAll<HTMLElement>("[data-privacy]")) words.hidden = false;
    input.addEventListener("change", () => this.choose());
    // htmx listens too, and would send the whole file: this comes before it.
    form.addEventListener("submit", (event) => this.submit(event), { capture: true });
    drops(form, input);
    // A page that one comes back to may have kept the choice.
    if (input.files?.length) this.choose();
  }

  private choose(): void {
    this.reading = this.read().catch((error) => this.say(error));
  }

  private async read(): Promise<void> {
    const file = this.input?.files?.[0];
    const isCurrent = () => this.input?.files?.[0] === file;
    const box = this.form.querySelector<HTMLElement>("[data-columns]");
    this.chosen = undefined;
    this.unsay();
    box?.replaceChildren();
    if (!file) return;
    this.step(this.form.dataset.reading, undefined);
    try {
      const table = await openTable(file);
      const page = await columnsOf(this.form.dataset.columnsUrl ?? "", table.names);
      if (!isCurrent() || !box) return;
      box.replaceChildren(...page.body.children);
      sample(box, table);
      this.bind(box);
      this.chosen = { file, table };
      announce((box.querySelector("[data-announce]") ?? box.querySelector("h2, h3, legend"))?.textContent);
    } catch (error) {
      // What was chosen since has its own.
      if (isCurrent()) throw error;
    } finally {
      if (isCurrent()) this.step(undefined, undefined);
    }
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    // Nothing was chosen: the browser says so.
    if (!this.input?.files?.length) return void this.input?.reportValidity();
    if (this.isBusy) return;
    this.isBusy = true;
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    this.unsay();
    this.work()
      .catch((error) => this.say(error))
      .finally(() => {
        this.isBusy = false;
        button?.removeAttribute("aria-busy");
        this.step(undefined, undefined);
      });
  }

  private async work(): Promise<void> {
    if (!this.chosen) {
      // Pressed before the columns could be seen, or after a fault: nothing leaves before she saw which.
      await this.reading;
      if (!this.chosen) await this.read();
      this.form.querySelector<HTMLElement>("[data-columns] select")?.focus();
      return;
    }
    const { file, table } = this.chosen;
    const columns = new Columns(this.form.querySelector("[data-columns]") ?? this.form);
    if (!columns.isEnough) throw new Fault("no-columns");
    this.step(this.form.dataset.reading, undefined);
    const body = await this.body(file, table, columns);
    this.step(this.form.dataset.sending, 0);
    announce(this.form.dataset.sending);
    const { page, address } = await send(this.form.action, body, (part) => this.step(this.form.dataset.sending, part));
    hold(address, file);
    // She may be elsewhere by now.
    if (!this.form.isConnected) return;
    if (!show(page, this.bind, address)) window.location.assign(address);
  }

  private async body(file: File, table: Table, columns: Columns): Promise<FormData> {
    const { csv, print } = await reduced(table, columns.all);
    const body = new FormData();
    const selects = this.form.querySelectorAll<HTMLSelectElement>("[data-columns] select");
    const choices = new Set([...selects].map(({ name }) => name));
    for (const [name, value] of new FormData(this.form)) {
      // Files are what is not sent as it is.
      if (typeof value === "string" && !choices.has(name)) body.append(name, value);
    }
    for (const name of choices) body.set(name, "");
    for (const [name, place] of columns.places()) body.set(name, String(place));
    body.set("partie", "1");
    body.set("empreinte", print);
    body.set("colonnes", JSON.stringify(columns.all));
    const former = this.form.querySelector<HTMLInputElement>("input[type=file][name=decisions]")?.files?.[0];
    if (former) {
      const names = columns.address.map((at) => table.names[at] ?? "");
      body.set("decisions", await decided(former, this.form.dataset.columnsUrl ?? "", names), former.name);
    }
    body.set("table", csv, file.name);
    return body;
  }

  /** Shows how far it is; nothing where there is nothing to say. */
  private step(text: string | undefined, part: number | undefined): void {
    const box = this.form.querySelector<HTMLElement>("[data-sending]");
    const [label, bar] = [box?.querySelector("label"), box?.querySelector("progress")];
    if (!box || !label || !bar) return;
    box.hidden = text === undefined;
    label.textContent = text ?? "";
    if (part === undefined) bar.removeAttribute("value");
    else bar.value = part;
  }

  private say(error: unknown): void {
    const fault = faultOf(error);
    const box = this.form.querySelector<HTMLElement>("[data-file-fault]");
    const words = box?.querySelector("p");
    if (!box || !words) return;
    words.textContent = fault.told || (this.form.dataset[keyOf(fault.reason)] ?? "");
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  }

  private unsay(): void {
    const box = this.form.querySelector<HTMLElement>("[data-file-fault]");
    if (box) box.hidden = true;
  }
}

/** `no-columns` is told by `data-fault-no-columns`. */
function keyOf(reason: string): string {
  return `fault-${reason}`.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Some rows, to recognise the columns by: they stay in the browser. */
function sample(box: HTMLElement, table: Table): void {
  const rows = table.samples.map((cells) => {
    const row = document.createElement("tr");
    row.append(
      ...table.names.map((_, column) => {
        const cell = document.createElement("td");
        cell.textContent = cells[column] ?? "";
        return cell;
      }),
    );
    return row;
  });
  box.querySelector("[data-sample]")?.replaceChildren(...rows);
}
