// `<p data-position="/ici">`: asks the device where it is, once, when the button is pressed, and goes to that address with
// the coordinates. Without scripts, or without a position, the form beside it does the same.
import { all } from "./page";

export function positions(root: ParentNode): void {
  if (!("geolocation" in navigator)) return;
  for (const box of all("position", root)) {
    const button = box.querySelector("button");
    const status = box.querySelector("[role=status]");
    if (!button || !status) continue;
    box.hidden = false;
    button.addEventListener("click", () => ask(box.dataset, button, status));
  }
}

function ask({ position, asked, refused }: DOMStringMap, button: HTMLButtonElement, status: Element): void {
  button.disabled = true;
  status.textContent = asked ?? "";
  const found = ({ coords }: GeolocationPosition) => {
    const address = new URL(position ?? "", window.location.href);
    address.searchParams.set("lon", coords.longitude.toFixed(6));
    address.searchParams.set("lat", coords.latitude.toFixed(6));
    window.location.assign(address);
  };
  const lost = () => {
    button.disabled = false;
    status.textContent = refused ?? "";
  };
  navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
}
