// `data-position="/path"` on a hidden button shows it where the browser can tell where it is; pressed, it asks, and goes to
// the path with the position. `data-print` shows a button that prints.
import { all, announce } from "./page";

/** How long a position may take, in milliseconds. */
const PATIENCE = 15_000;

export function positions(root: ParentNode): void {
  for (const button of all<HTMLButtonElement>("print", root)) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  for (const button of all<HTMLButtonElement>("position", root)) {
    button.hidden = false;
    button.addEventListener("click", () => locate(button));
  }
}

function locate(button: HTMLButtonElement): void {
  const label = button.querySelector("span");
  const say = (text: string | undefined): void => {
    if (label && text) label.textContent = text;
    announce(text);
  };
  button.disabled = true;
  say(button.dataset.asking);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const query = new URLSearchParams({
        lon: coords.longitude.toFixed(6),
        lat: coords.latitude.toFixed(6),
        precision: Math.ceil(coords.accuracy).toString(),
      });
      window.location.assign(`${button.dataset.position}?${query}`);
    },
    () => {
      button.disabled = false;
      say(button.dataset.refused);
    },
    { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
  );
}
