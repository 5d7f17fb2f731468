// The live map: local outlines, places gathered in cells that carry their count, each a button that the
// keyboard reaches. A chosen place is in the address (`?lieu=`), as on the server's own map.
import maplibregl from "maplibre-gl";
import { announce, word } from "./page";

interface Place {
  territory: string;
  name: string;
  count: number;
  experiences: { title: string; url: string }[];
}

const HEXAGON = "M10 .5l8.66 5v11L10 21.5l-8.66-5v-11z";

export class LiveMap {
  private readonly map: maplibregl.Map;
  private readonly markers = new Map<string, maplibregl.Marker>();
  private readonly picture: SVGElement | null;
  private popup: maplibregl.Popup | undefined;

  constructor(private readonly box: HTMLElement) {
    maplibregl.setWorkerUrl(__MAP_WORKER__);
    const stage = box.querySelector(".map__stage") ?? box;
    const container = document.createElement("div");
    container.className = "map__live";
    stage.append(container);
    this.picture = stage.querySelector(":scope > svg");
    this.map = new maplibregl.Map({
      container,
      style: ground(box.dataset),
      bounds: [-5.2, 41.3, 9.7, 51.2],
      maxZoom: 14,
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
      locale: {
        "Map.Title": word("mapTitle"),
        "NavigationControl.ZoomIn": word("zoomIn"),
        "NavigationControl.ZoomOut": word("zoomOut"),
        "Popup.Close": word("close"),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  }

  /** Resolves when the places are drawn. */
  async ready(): Promise<void> {
    const [points] = await Promise.all([this.places(), this.map.once("load")]);
    this.outlines();
    this.map.addSource("places", {
      type: "geojson",
      data: points,
      cluster: true,
      clusterRadius: 46,
      clusterMaxZoom: 12,
      clusterProperties: { total: ["+", ["get", "count"]] },
    });
    // Nothing is drawn by this layer; it makes the map compute the clusters in view.
    this.map.addLayer({ id: "places", type: "circle", source: "places", paint: { "circle-opacity": 0, "circle-radius": 1 } });
    // Two maps one over the other would be read twice.
    this.picture?.setAttribute("hidden", "");
    this.fit(points);
    this.map.on("render", () => {
      if (this.map.isSourceLoaded("places")) this.draw();
    });
    const chosen = new URL(window.location.href).searchParams.get("lieu");
    const place = points.features.find(({ properties }) => (properties as Place).territory === chosen);
    if (place) this.select(place.properties as Place, (place.geometry as GeoJSON.Point).coordinates as [number, number]);
  }

  private async places(): Promise<GeoJSON.FeatureCollection> {
    const answer = await fetch(this.box.dataset.points ?? "");
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as GeoJSON.FeatureCollection;
  }

  private outlines(): void {
    const data = this.box.dataset.outlines;
    if (!data || this.box.dataset.tiles) return;
    const colour = (name: string) => getComputedStyle(this.box).getPropertyValue(name).trim();
    this.map.addSource("outlines", { type: "geojson", data });
    this.map.addLayer({ id: "land", type: "fill", source: "outlines", paint: { "fill-color": colour("--surface-raised") } });
    this.map.addLayer({ id: "edges", type: "line", source: "outlines", paint: { "line-color": colour("--line-strong"), "line-width": 0.6 } });
  }

  private fit(points: GeoJSON.FeatureCollection): void {
    const bounds = new maplibregl.LngLatBounds();
    for (const { geometry } of points.features) {
      if (geometry.type === "Point") bounds.extend(geometry.coordinates as [number, number]);
    }
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 60, maxZoom: 9, animate: false });
  }

  /** One button per cluster or place in view; those that left are removed. */
  private draw(): void {
    const seen = new Set<string>();
    for (const feature of this.map.querySourceFeatures("places")) {
      const at = (feature.geometry as GeoJSON.Point).coordinates as [number, number];
      const cluster = feature.properties.cluster_id as number | undefined;
      const id = cluster === undefined ? String(feature.properties.territory) : `cluster-${cluster}`;
      if (seen.has(id)) continue;
      seen.add(id);
      if (!this.markers.has(id)) {
        const element = cluster === undefined ? this.placeButton(read(feature.properties), at) : this.clusterButton(cluster, feature.properties.total as number, at);
        this.markers.set(id, new maplibregl.Marker({ element }).setLngLat(at).addTo(this.map));
      }
    }
    for (const [id, marker] of this.markers) {
      if (seen.has(id)) continue;
      marker.remove();
      this.markers.delete(id);
    }
  }

  private clusterButton(cluster: number, total: number, at: [number, number]): HTMLButtonElement {
    const button = cell(total, `${total}`, "map-marker map-marker--large");
    button.addEventListener("click", async () => {
      const source = this.map.getSource("places") as maplibregl.GeoJSONSource;
      const zoom = await source.getClusterExpansionZoom(cluster);
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.map.easeTo({ center: at, zoom, duration: still ? 0 : 180 });
    });
    return button;
  }

  private placeButton(place: Place, at: [number, number]): HTMLButtonElement {
    const button = cell(place.count, `${place.count} ${place.name}`, "map-marker");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", (event) => {
      // The map takes a click for its own, and would close what this one opens.
      event.stopPropagation();
      this.select(place, at);
    });
    return button;
  }

  /** Shows what happens in a place, and puts the place in the address. */
  private select(place: Place, at: [number, number]): void {
    const address = new URL(window.location.href);
    address.searchParams.set("lieu", place.territory);
    window.history.replaceState(window.history.state, "", address);
    for (const [id, marker] of this.markers) marker.getElement().setAttribute("aria-pressed", String(id === place.territory));
    for (const item of this.box.querySelectorAll<HTMLElement>("li.map__place")) {
      const link = item.querySelector<HTMLAnchorElement>("a[href*='lieu=']");
      const here = link !== null && new URL(link.href).searchParams.get("lieu") === place.territory;
      if (here) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
    this.popup?.remove();
    this.popup = new maplibregl.Popup({ maxWidth: "20rem", offset: 20 }).setLngLat(at).setDOMContent(card(place)).addTo(this.map);
    announce(`${place.name} (${place.count})`);
  }
}

/** Under the places: the operator's tiles, where some are configured, or nothing but our outlines. */
function ground({ tiles, tilesCredit }: DOMStringMap): maplibregl.StyleSpecification {
  if (!tiles) return { version: 8, sources: {}, layers: [] };
  const source: maplibregl.RasterSourceSpecification = { type: "raster", tiles: [tiles], tileSize: 256, attribution: tilesCredit ?? "" };
  return { version: 8, sources: { tiles: source }, layers: [{ id: "tiles", type: "raster", source: "tiles" }] };
}

/** MapLibre hands nested properties back as text. */
function read(properties: Record<string, unknown>): Place {
  const { experiences } = properties;
  return { ...properties, experiences: typeof experiences === "string" ? JSON.parse(experiences) : experiences } as Place;
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
  for (const { title: text, url } of place.experiences) {
    const link = Object.assign(document.createElement("a"), { textContent: text, href: url });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  body.append(title, list);
  return body;
}
