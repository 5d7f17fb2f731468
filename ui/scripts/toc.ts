// `<nav data-toc>`: marks in the contents the section that is being read.
import { all } from "./page";

export function contents(root: ParentNode): void {
  for (const nav of all("toc", root)) {
    const links = new Map<Element, HTMLAnchorElement>();
    for (const link of nav.querySelectorAll<HTMLAnchorElement>("a[href^='#']")) {
      const section = document.getElementById(link.hash.slice(1));
      if (section) links.set(section, link);
    }
    const observer = new IntersectionObserver((entries) => {
      const here = entries.find((entry) => entry.isIntersecting);
      if (!here) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(here.target)?.setAttribute("aria-current", "true");
    }, { rootMargin: "-10% 0px -70% 0px" });
    for (const section of links.keys()) observer.observe(section);
  }
}
