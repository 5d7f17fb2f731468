// `<div data-progress-url>`: how far a job is, until its page says more.
import { again, type Bind, show } from "./swap";

/** How long between two looks, and when the network fails, in milliseconds. */
const [EACH, PATIENCE] = [1000, 5000];

interface State {
  state: "waiting" | "running" | "done" | "failed";
  done: number;
  total: number;
  text: string;
}

export function follow(box: HTMLElement, bind: Bind): void {
  const look = async (): Promise<void> => {
    if (!box.isConnected) return;
    let wait = EACH;
    try {
      const isOver = await step(box);
      if (!box.isConnected) return;
      if (isOver) return await leave(box, bind);
    } catch {
      wait = PATIENCE;
    }
    window.setTimeout(() => void look(), wait);
  };
  window.setTimeout(() => void look(), EACH);
}

/** Shows how far it is; true once there is nothing to wait for. */
async function step(box: HTMLElement): Promise<boolean> {
  const answer = await fetch(box.dataset.progressUrl ?? "", { cache: "no-store" });
  // The job is gone: its page says so.
  if (answer.status === 404) return true;
  if (!answer.ok) throw new Error(String(answer.status));
  const { state, done, total, text } = (await answer.json()) as State;
  const [bar, words] = [box.querySelector("progress"), box.querySelector("[data-progress-text]")];
  if (bar && total > 0) {
    bar.max = total;
    bar.value = done;
  }
  if (words && words.textContent !== text) words.textContent = text;
  return state === "done" || state === "failed";
}

async function leave(box: HTMLElement, bind: Bind): Promise<void> {
  const page = await again();
  if (!box.isConnected) return;
  if (!show(page, bind)) window.location.reload();
}
