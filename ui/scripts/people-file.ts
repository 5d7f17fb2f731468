// The pages of a file of people: what is chosen of it is sent, its progress is followed, and the answers are put into
// the whole file, which stays in the browser.
import { all } from "./page";
import { join } from "./people-file/join";
import { follow } from "./people-file/progress";
import { start } from "./people-file/start";
import { type Bind, comebacks } from "./people-file/swap";

export function peopleFiles(root: ParentNode, bind: Bind): void {
  comebacks(bind);
  each<HTMLFormElement>("people-file", root, (form) => start(form, bind));
  each("progress-url", root, (box) => follow(box, bind));
  each("join", root, join);
}

/** Each element once, however often its page is bound. */
function each<T extends HTMLElement>(attribute: string, root: ParentNode, act: (element: T) => void): void {
  for (const element of all<T>(attribute, root)) {
    if (element.dataset.bound) continue;
    element.dataset.bound = "yes";
    act(element);
  }
}
