// `<div data-join>`: the answers of a job are put at the end of each record of her file, which never left the browser.
import { announce } from "../page";
import { answersOf } from "./answers";
import { Fault, faultOf } from "./fault";
import { heldFile, hold } from "./held";
import { openTable } from "./open";
import { reduced } from "./reduce";
import type { Table } from "./table";

/** How long a download may take to begin, in milliseconds. */
const KEPT = 60_000;

export function join(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>("[data-join-button]");
  const again = box.querySelector<HTMLElement>("[data-join-again]");
  const input = again?.querySelector<HTMLInputElement>("input[type=file]");
  const job = box.dataset.job ?? "";
  if (!button || !again || !input) return;
  button.hidden = false;
  const ask = () => {
    again.hidden = false;
    input.focus();
  };
  button.addEventListener("click", () => {
    const file = heldFile(job);
    if (file) void run(box, button, () => joined(box, file)).then((isDone) => isDone || ask());
    else ask();
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    void run(box, button, async () => {
      await joined(box, file);
      hold(job, file);
    });
  });
}

async function run(box: HTMLElement, button: HTMLButtonElement, work: () => Promise<void>): Promise<boolean> {
  if (button.getAttribute("aria-busy") === "true") return true;
  const words = box.querySelector<HTMLElement>("[data-join-fault]");
  if (words) words.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
    announce(box.dataset.done);
    return true;
  } catch (error) {
    const { reason } = faultOf(error);
    if (words) {
      // Whatever keeps a file from being read here, it is not the one that was sent.
      words.textContent = (reason === "network" ? box.dataset.faultNetwork : box.dataset.faultOther) ?? "";
      words.hidden = false;
    }
    return reason === "network";
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function joined(box: HTMLElement, file: File): Promise<void> {
  const table = await openTable(file);
  await check(box, table);
  const answer = await fetch(box.dataset.join ?? "").catch(() => undefined);
  const csv = answer?.ok ? await answer.blob().catch(() => undefined) : undefined;
  if (!csv) throw new Fault("network");
  const whole = await table.joined(await answersOf(csv));
  const stem = file.name.replace(/\.[^.]*$/, "");
  download(whole, `${stem}.qpv.${table.ending}`);
}

/** The same file gives the same part. */
async function check(box: HTMLElement, table: Table): Promise<void> {
  const columns = JSON.parse(box.dataset.columns ?? "[]") as number[];
  const { print, count } = await reduced(table, columns);
  if (print !== box.dataset.print || count !== Number(box.dataset.rows)) throw new Fault("other");
}

function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}
