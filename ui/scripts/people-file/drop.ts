// A file that is dropped on the page, wherever, is the table: its choice is that of the field.

export function drops(form: HTMLFormElement, input: HTMLInputElement): void {
  const zone = form.querySelector<HTMLElement>("[data-drop]");
  const over = (is: boolean) => zone?.classList.toggle("drop--over", is);
  const leaving = new AbortController();
  const listen = (name: string, act: (event: DragEvent) => void) => {
    const listener = (event: Event) => {
      // The form is no more on the page.
      if (!form.isConnected) leaving.abort();
      else if (isFile(event as DragEvent) && !isForAnother(event, input)) act(event as DragEvent);
      else over(false);
    };
    document.addEventListener(name, listener, { signal: leaving.signal });
  };
  listen("dragover", (event) => {
    // What is not prevented is opened in the place of the page.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    over(true);
  });
  listen("dragleave", (event) => {
    if (event.relatedTarget === null) over(false);
  });
  listen("drop", (event) => {
    event.preventDefault();
    over(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function isFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Another field takes its own. */
function isForAnother(event: Event, input: HTMLInputElement): boolean {
  const field = event.target instanceof Element ? event.target.closest("input[type=file]") : null;
  return field !== null && field !== input;
}
