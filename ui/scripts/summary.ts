// A refused form comes back with a summary of its faults: it takes the focus, so that it is read first.
export function summary(): void {
  document.querySelector<HTMLElement>(".error-summary")?.focus();
}
