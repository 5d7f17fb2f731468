// `data-copy="text"` copies its text (or its own value when empty) when it is pressed; a field with
// `data-copy-from` gets a button that copies it. Without a clipboard nothing changes.
import { all, announce, icon, word } from "./page";

export function copies(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const field of fields(root)) {
    if (field.dataset.copyBound) continue;
    field.dataset.copyBound = "yes";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.append(icon("copy"), word("copy"));
    button.addEventListener("click", () => void copy(field.value, button));
    field.after(button);
  }
  for (const source of all("copy", root)) {
    if (source.dataset.copyBound || isField(source)) continue;
    source.dataset.copyBound = "yes";
    source.addEventListener("click", (event) => {
      event.preventDefault();
      void copy(source.dataset.copy || source.textContent || "", source);
    });
  }
}

function isField(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function fields(root: ParentNode): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [...all("copy-from", root), ...all("copy", root)].filter(isField);
}

async function copy(text: string, source: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return;
  }
  announce(word("copied"));
  const before = [...source.childNodes];
  source.replaceChildren(icon("check"), word("copied"));
  window.setTimeout(() => source.replaceChildren(...before), 2000);
}
