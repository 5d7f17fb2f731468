// The live map: local outlines, places gathered in cells that carry their count, each a button that the
// keyboard reaches. A chosen place is in the address (`?lieu=`), as on the server's own map.
import maplibregl from "maplibre-gl";
import { blank } from "./ground";
import { announce, language } from "./page";

interface Place {
  territory: string;
  name: string;
  count: number;
  /** Numbers of its experiences: one that happens in two places has the same in both. */
  numbers: number[];
  experiences: { title: string; lang?: string; url: string }[];
}

type Position = [number, number];
type Points = GeoJSON.FeatureCollection<GeoJSON.Point, Place>;

const HEXAGON = "M10 .5l8.66 5v11L10 21.5l-8.66-5v-11z";
/** Wider than the cell of a cluster, so that no two lie one over the other. */
const RADIUS = 64;

export class LiveMap {
  private readonly map: maplibregl.Map;
  private readonly container = document.createElement("div");
  private readonly markers = new Map<string, maplibregl.Marker>();
  private readonly totals = new Map<number, Promise<number>>();
  private readonly picture: Element[];
  private readonly left = new AbortController();
  private wanted = new Set<string>();
  private drawn: Promise<void> = Promise.resolve();
  /** Where the focus goes when the movement under way has ended. */
  private focusNear: Position | undefined;
  private points: Points = { type: "FeatureCollection", features: [] };
  private popup: maplibregl.Popup | undefined;

  constructor(private readonly box: HTMLElement) {
    const stage = box.querySelector(".map__stage") ?? box;
    this.container.className = "map__live";
    stage.append(this.container);
    this.picture = [...stage.querySelectorAll(":scope > svg")];
    this.map = blank(this.container, box.dataset);
  }

  /** Resolves when the places are drawn. */
  async ready(): Promise<void> {
    const [points] = await Promise.all([this.places(), this.map.once("load")]);
    this.points = points;
    this.outlines();
    this.map.addSource("places", { type: "geojson", data: points, cluster: true, clusterRadius: RADIUS, clusterMaxZoom: 12 });
    // Nothing is drawn by this layer; it makes the map compute the clusters in view.
    this.map.addLayer({ id: "places", type: "circle", source: "places", paint: { "circle-opacity": 0, "circle-radius": 1 } });
    // Two maps one over the other would be read twice.
    for (const drawing of this.picture) drawing.setAttribute("hidden", "");
    this.fit();
    this.map.on("render", () => {
      if (this.map.isSourceLoaded("places")) this.drawn = this.draw();
    });
    this.map.on("movestart", () => this.busy(true));
    this.map.on("idle", () => void this.settle());
    this.followList();
    const chosen = this.feature(new URL(window.location.href).searchParams.get("lieu"));
    if (chosen) this.select(chosen.properties, chosen.geometry.coordinates as Position, false);
  }

  /** Where the keyboard goes on from: the arrows move the map, Tab leads to its cells. */
  focus(): void {
    this.map.getCanvas().focus({ preventScroll: true });
  }

  /** Gives the place back to the picture. */
  remove(): void {
    this.left.abort();
    this.map.remove();
    this.container.remove();
    for (const drawing of this.picture) drawing.removeAttribute("hidden");
  }

  private async places(): Promise<Points> {
    const answer = await fetch(this.box.dataset.points ?? "");
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Points;
  }

  private feature(territory: string | null): Points["features"][number] | undefined {
    return this.points.features.find(({ properties }) => properties.territory === territory);
  }

  private outlines(): void {
    const data = this.box.dataset.outlines;
    if (!data || this.box.dataset.tiles) return;
    const colour = (name: string) => getComputedStyle(this.box).getPropertyValue(name).trim();
    this.map.addSource("outlines", { type: "geojson", data });
    this.map.addLayer({ id: "land", type: "fill", source: "outlines", paint: { "fill-color": colour("--surface-raised") } });
    this.map.addLayer({ id: "edges", type: "line", source: "outlines", paint: { "line-color": colour("--line-strong"), "line-width": 0.6 } });
  }

  private fit(): void {
    const bounds = new maplibregl.LngLatBounds();
    for (const { geometry } of this.points.features) bounds.extend(geometry.coordinates as Position);
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 60, maxZoom: 9, animate: false });
  }

  /** One button per cluster or place in view; those that left are removed. */
  private async draw(): Promise<void> {
    const wanted = new Map<string, () => Promise<[HTMLButtonElement, Position]>>();
    for (const { geometry, properties } of this.map.querySourceFeatures("places")) {
      const at = (geometry as GeoJSON.Point).coordinates as Position;
      if (!this.isInView(at)) continue;
      const cluster = properties.cluster_id as number | undefined;
      if (cluster !== undefined) {
        wanted.set(`cluster-${cluster}`, async () => [this.clusterButton(cluster, await this.total(cluster), at), at]);
        continue;
      }
      const place = this.feature(String(properties.territory))?.properties;
      if (place) wanted.set(place.territory, async () => [this.placeButton(place, at), at]);
    }
    for (const [id, marker] of this.markers) {
      if (wanted.has(id)) continue;
      // The focus would fall to the page's start.
      if (marker.getElement() === document.activeElement) this.focus();
      marker.remove();
      this.markers.delete(id);
    }
    this.wanted = new Set(wanted.keys());
    for (const [id, make] of wanted) {
      if (this.markers.has(id)) continue;
      const [element, at] = await make();
      // While it was counted, the map may have moved on, or another drawing of the same view placed it.
      if (!this.wanted.has(id) || this.markers.has(id) || this.left.signal.aborted) continue;
      this.markers.set(id, new maplibregl.Marker({ element }).setLngLat(at).addTo(this.map));
    }
  }

  /** While cells come and go, nobody should be told of them. */
  private busy(is: boolean): void {
    if (is) this.container.setAttribute("aria-busy", "true");
    else this.container.removeAttribute("aria-busy");
  }

  /** Once a movement has ended and its cells are drawn: the focus follows the cell that asked for it. */
  private async settle(): Promise<void> {
    await this.drawn;
    if (this.map.isMoving()) return;
    if (this.focusNear) this.nearest(this.focusNear)?.focus({ preventScroll: true });
    this.focusNear = undefined;
    this.busy(false);
  }

  private isInView(at: Position): boolean {
    const { x, y } = this.map.project(at);
    const { clientWidth, clientHeight } = this.container;
    return x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight;
  }

  /** How many experiences a cluster holds: one that has two of its places is one. */
  private total(cluster: number): Promise<number> {
    const known = this.totals.get(cluster);
    if (known) return known;
    const source = this.map.getSource("places") as maplibregl.GeoJSONSource;
    const counted = source.getClusterLeaves(cluster, this.points.features.length, 0).then((leaves) => {
      const numbers = leaves.flatMap(({ properties }) => this.feature(String(properties?.territory))?.properties.numbers ?? []);
      return new Set(numbers).size;
    });
    this.totals.set(cluster, counted);
    return counted;
  }

  private clusterButton(cluster: number, total: number, at: Position): HTMLButtonElement {
    const button = cell(total, `${this.counted(total)}, ${this.box.dataset.zoom}`, "map-marker map-marker--large");
    button.addEventListener("click", async (event) => {
      event.stopPropagation();
      const source = this.map.getSource("places") as maplibregl.GeoJSONSource;
      this.busy(true);
      const zoom = await source.getClusterExpansionZoom(cluster);
      this.focusNear = at;
      this.map.easeTo({ center: at, zoom, duration: duration() });
    });
    return button;
  }

  private placeButton(place: Place, at: Position): HTMLButtonElement {
    const button = cell(place.count, `${place.name}, ${this.counted(place.count)}`, "map-marker");
    button.setAttribute("aria-pressed", String(this.isChosen(place.territory)));
    button.addEventListener("click", (event) => {
      // The map takes a click for its own, and would close what this one opens.
      event.stopPropagation();
      this.select(place, at);
    });
    return button;
  }

  /** « 13 expériences », in the words of the page. */
  private counted(count: number): string {
    const { one, many } = this.box.dataset;
    const words = new Intl.PluralRules(language).select(count) === "one" ? one : many;
    return (words ?? "#").replace("#", new Intl.NumberFormat(language).format(count));
  }

  /** The cell drawn nearest to a position. */
  private nearest(at: Position): HTMLElement | undefined {
    const here = this.map.project(at);
    const distance = (marker: maplibregl.Marker) => here.dist(this.map.project(marker.getLngLat()));
    const drawn = [...this.markers.values()].filter((marker) => marker.getElement().isConnected);
    return drawn.sort((a, b) => distance(a) - distance(b))[0]?.getElement();
  }

  private isChosen(territory: string): boolean {
    return new URL(window.location.href).searchParams.get("lieu") === territory;
  }

  /** The places of the list are chosen on this map, not on the picture. */
  private followList(): void {
    this.box.addEventListener(
      "click",
      (event) => {
        const link = (event.target as Element).closest<HTMLAnchorElement>("li.map__place a[href*='lieu=']");
        const feature = link && this.feature(new URL(link.href).searchParams.get("lieu"));
        if (!feature || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        this.select(feature.properties, feature.geometry.coordinates as Position);
      },
      { capture: true, signal: this.left.signal },
    );
  }

  /** Shows what happens in a place, and puts the place in the address. */
  private select(place: Place, at: Position, takesFocus = true): void {
    const before = document.activeElement as HTMLElement | null;
    this.popup?.remove();
    this.mark(place.territory);
    const content = card(place);
    this.popup = new maplibregl.Popup({ maxWidth: "20rem", offset: 20, focusAfterOpen: false }).setLngLat(at).setDOMContent(content).addTo(this.map);
    const { popup } = this;
    popup.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") popup.remove();
    });
    popup.on("close", () => {
      const held = popup.getElement()?.contains(document.activeElement) || document.activeElement === document.body;
      if (this.popup === popup) this.mark(null);
      if (held) this.comeBack(place.territory, before);
    });
    // Low on the map, so that what is shown has its room above.
    this.map.easeTo({ center: at, offset: [0, this.map.getContainer().clientHeight / 4], duration: duration() });
    if (takesFocus) content.querySelector("a")?.focus({ preventScroll: true });
    announce(`${place.name}, ${this.counted(place.count)}`);
  }

  /** Who closes what a cell opened stands on that cell again, or where she came from. */
  private comeBack(territory: string, before: HTMLElement | null): void {
    const cell = this.markers.get(territory)?.getElement();
    const next = [before, cell].find((element) => element?.isConnected && element !== document.body);
    if (next) next.focus({ preventScroll: true });
    else this.focus();
  }

  /** Says which place is chosen: in the address, on the map, in the list. */
  private mark(territory: string | null): void {
    const address = new URL(window.location.href);
    if (territory) address.searchParams.set("lieu", territory);
    else address.searchParams.delete("lieu");
    window.history.replaceState(window.history.state, "", address);
    for (const [id, marker] of this.markers) {
      const element = marker.getElement();
      if (element.hasAttribute("aria-pressed")) element.setAttribute("aria-pressed", String(id === territory));
    }
    for (const item of this.box.querySelectorAll<HTMLElement>("li.map__place")) {
      const link = item.querySelector<HTMLAnchorElement>("a[href*='lieu=']");
      const here = territory !== null && link !== null && new URL(link.href).searchParams.get("lieu") === territory;
      if (here) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }
}

/** No movement for those who asked for none. */
function duration(): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180;
}

function cell(count: number, label: string, name: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.setAttribute("aria-label", label);
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 22");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", HEXAGON);
  svg.append(path);
  const number = document.createElement("span");
  number.textContent = String(count);
  button.append(svg, number);
  return button;
}

function card(place: Place): HTMLElement {
  const body = document.createElement("div");
  body.className = "map-popup";
  const title = document.createElement("h3");
  title.textContent = place.name;
  const list = document.createElement("ul");
  list.className = "plain-list";
  for (const { title: text, lang = language, url } of place.experiences) {
    const link = Object.assign(document.createElement("a"), { textContent: text, href: url });
    if (lang !== language) link.lang = lang;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  body.append(title, list);
  return body;
}
