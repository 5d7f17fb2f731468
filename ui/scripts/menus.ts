// Hanging menus close on Escape, on a press elsewhere, and when another opens.
export function menus(): void {
  const opened = () => document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of opened()) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
}
