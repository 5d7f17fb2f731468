// One live region in the layout says what changed to those who do not see it.

/** Says a sentence; the same twice is said twice. */
export function announce(text: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 60);
}

export function announcer(): void {}
