// Sending what was chosen, and reading what the server says of it.
import { Fault } from "./fault";
import { parsed } from "./swap";

export interface Answer {
  page: Document;
  address: string;
}

/** Sends a form; `step` is told which part of it was sent, and nothing more once all of it was. */
export function send(address: string, body: FormData, step: (part: number | undefined) => void): Promise<Answer> {
  return new Promise((done, failed) => {
    // `fetch` does not tell how far it is.
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => step(total > 0 ? loaded / total : 0);
    request.upload.onload = () => step(undefined);
    request.onerror = () => failed(new Fault("network"));
    request.onabort = () => failed(new Fault("network"));
    request.onload = () => {
      const page = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) done({ page, address: request.responseURL });
      else failed(refusal(page));
    };
    request.open("POST", address);
    request.send(body);
  });
}

/** Of a person, not of a column: five digits in a row, a date, a mail. */
const PERSONAL = /\d{5}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|@/;

/**
 * Asks which column holds what: only the names are told, and none where the first line is a person's. `former` is a table that was
 * worked through before: it has the columns of the answers.
 */
export async function columnsOf(address: string, names: string[], former = false): Promise<Document> {
  if (names.some((name) => PERSONAL.test(name))) throw new Fault("heads");
  const body = new URLSearchParams(names.map((name) => ["nom", name]));
  if (former) body.set("anterieur", "1");
  const answer = await fetch(address, { method: "POST", body }).catch(() => {
    throw new Fault("network");
  });
  const page = parsed(await answer.text());
  if (!answer.ok) throw refusal(page);
  return page;
}

function refusal(page: Document): Fault {
  const told = page.querySelector("[data-fault]") ?? page.querySelector(".error-page p");
  return new Fault("network", told?.textContent?.trim());
}
