// Every module enhances a page that already works, and binds itself by a `data-` attribute.
// Those that only some pages need are fetched by those pages.
import { copies } from "./copy";
import { keep } from "./keep";
import { menus } from "./menus";
import { nav } from "./nav";
import { positions } from "./position";
import { summary } from "./summary";
import { suggestions } from "./suggest";
import { tables } from "./tables";
import { themes } from "./theme";
import { contents } from "./toc";

/** Binds what a part of the page holds; called again for each part that replaces another. */
export function bind(root: ParentNode): void {
  suggestions(root);
  copies(root);
  tables(root);
  contents(root);
  positions(root);
  if (root.querySelector("[data-map], [data-ground]")) void import("./map-start").then(({ maps }) => maps(root));
  if (root.querySelector("[data-people-file], [data-progress-url], [data-join]")) {
    void import("./people-file").then(({ peopleFiles }) => peopleFiles(root, bind));
  }
}

bind(document);
themes();
menus();
nav();
keep(bind);
summary();
if (document.querySelector("[hx-boost]")) void import("./live").then(({ live }) => live(bind));
