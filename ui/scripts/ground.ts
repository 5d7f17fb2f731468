// A live map of territories, without places of its own: outlines, and a touch that asks what covers a point.
import maplibregl from "maplibre-gl";
import { word } from "./page";

type Named = { code: string; name: string };

/** Under what a map shows: the operator's tiles, where some are configured, or nothing but our outlines. */
export function ground({ tiles, tilesCredit }: DOMStringMap): maplibregl.StyleSpecification {
  if (!tiles) return { version: 8, sources: {}, layers: [] };
  const source: maplibregl.RasterSourceSpecification = { type: "raster", tiles: [tiles], tileSize: 256, attribution: tilesCredit ?? "" };
  return { version: 8, sources: { tiles: source }, layers: [{ id: "tiles", type: "raster", source: "tiles" }] };
}

/** An empty map in a container, that keyboards, fingers and screen readers can use. */
export function blank(container: HTMLElement, data: DOMStringMap): maplibregl.Map {
  maplibregl.setWorkerUrl(__MAP_WORKER__);
  const map = new maplibregl.Map({
    container,
    style: ground(data),
    bounds: [-5.2, 41.3, 9.7, 51.2],
    maxZoom: 16,
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
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  return map;
}

export class GroundMap {
  private readonly map: maplibregl.Map;
  private readonly container = document.createElement("div");
  private readonly picture: Element[];

  constructor(private readonly box: HTMLElement) {
    const stage = box.querySelector(".map__stage") ?? box;
    this.container.className = "map__live";
    stage.append(this.container);
    this.picture = [...stage.querySelectorAll(":scope > svg")];
    this.map = blank(this.container, box.dataset);
  }

  /** Resolves when the outlines are drawn. */
  async ready(): Promise<void> {
    const [answer] = await Promise.all([fetch(this.box.dataset.outlines ?? ""), this.map.once("load")]);
    if (!answer.ok) throw new Error(String(answer.status));
    const outlines = (await answer.json()) as GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, Named>;
    this.draw(outlines);
    // Two maps one over the other would be read twice.
    for (const drawing of this.picture) drawing.setAttribute("hidden", "");
    this.map.getCanvas().style.cursor = "crosshair";
    this.map.on("click", ({ lngLat }) => this.ask(lngLat));
  }

  focus(): void {
    this.map.getCanvas().focus({ preventScroll: true });
  }

  /** Gives the place back to the picture. */
  remove(): void {
    this.map.remove();
    this.container.remove();
    for (const drawing of this.picture) drawing.removeAttribute("hidden");
  }

  private draw(outlines: GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, Named>): void {
    const colour = (name: string) => getComputedStyle(this.box).getPropertyValue(name).trim();
    this.map.addSource("outlines", { type: "geojson", data: outlines });
    const begins = (start: string): maplibregl.FilterSpecification => ["==", ["slice", ["get", "code"], 0, start.length], start];
    const other = (start: string): maplibregl.FilterSpecification => ["!", begins(start)] as maplibregl.FilterSpecification;
    if (!this.box.dataset.tiles) {
      this.map.addLayer({ id: "land", type: "fill", source: "outlines", filter: other("qpv-"), paint: { "fill-color": colour("--surface-raised") } });
    }
    this.map.addLayer({ id: "edges", type: "line", source: "outlines", filter: other("qpv-"), paint: { "line-color": colour("--line-strong"), "line-width": 0.8 } });
    this.map.addLayer({ id: "quarters", type: "fill", source: "outlines", filter: begins("qpv-QN"), paint: { "fill-color": colour("--accent"), "fill-opacity": 0.45 } });
    this.map.addLayer({ id: "quarters-edges", type: "line", source: "outlines", filter: begins("qpv-QN"), paint: { "line-color": colour("--ink"), "line-width": 1.4 } });
    this.map.addLayer({ id: "former", type: "line", source: "outlines", filter: begins("qpv-QP"), paint: { "line-color": colour("--ink-soft"), "line-width": 1.4, "line-dasharray": [3, 2] } });
    const bounds = new maplibregl.LngLatBounds();
    const extend = (at: unknown): void => {
      const [first] = at as unknown[];
      if (typeof first === "number") bounds.extend(at as [number, number]);
      else (at as unknown[]).forEach(extend);
    };
    // The whole country with its islands overseas would be a map of the oceans.
    if (!this.box.dataset.outlines?.startsWith("/territoires/contours")) outlines.features.forEach(({ geometry }) => extend(geometry.coordinates));
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 30, animate: false });
  }

  private ask({ lng, lat }: maplibregl.LngLat): void {
    const address = new URL(this.box.dataset.here ?? "/ici", window.location.href);
    address.searchParams.set("lon", lng.toFixed(6));
    address.searchParams.set("lat", lat.toFixed(6));
    window.location.assign(address);
  }
}
