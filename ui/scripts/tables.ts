// A table wider than the screen can be scrolled from the keyboard, and says what it is.
export function tables(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>(".table, .compare")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    const caption = box.querySelector("caption")?.textContent?.trim();
    if (caption) box.setAttribute("aria-label", caption);
  }
}
