// On a phone the menu is one row that slides: the entry of the page comes into view.
export function nav(): void {
  const bar = document.querySelector<HTMLElement>(".site-nav");
  const here = bar?.querySelector<HTMLElement>("[aria-current]");
  if (!bar || !here) return;
  const beyond = here.getBoundingClientRect().right - bar.getBoundingClientRect().right;
  if (beyond > 0) bar.scrollLeft += beyond + 16;
}
