// The map of the incidents, to move and to zoom. Without it, or without WebGL, the drawn map stays, which has the same links.
"use strict";

(() => {
  if (!window.maplibregl || !document.createElement("canvas").getContext("webgl2")) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const SHADES = ["--shade-0", "--shade-1", "--shade-2", "--shade-3", "--shade-4"];
  let map = null;
  let node = null;
  let held = null;

  const paint = () => ({
    version: 8,
    sources: {},
    layers: [{ id: "sea", type: "background", paint: { "background-color": colour("--sea") } }],
  });

  const addressOf = (here, part) => {
    const address = new URL(here.dataset.query, location.href);
    address.searchParams.set("on", part);
    return address.pathname + address.search;
  };
  // Dots are links over the map, not letters in it: they need no font, can be reached by keys and read aloud.
  const shown = new Map();
  const drawDots = (here) => {
    if (!map || !map.getSource("towns") || !map.isSourceLoaded("towns")) return;
    const kept = new Set();
    for (const feature of map.querySourceFeatures("towns")) {
      const p = feature.properties;
      const key = p.cluster ? `c${p.cluster_id}` : p.id;
      if (kept.has(key)) continue;
      kept.add(key);
      if (shown.has(key)) continue;
      const at = feature.geometry.coordinates;
      const link = document.createElement("a");
      link.className = p.cluster ? "town many" : "town";
      link.textContent = p.incidents < 10000 ? p.incidents.toLocaleString("en") : `${Math.floor(p.incidents / 1000)}k`;
      const said = p.cluster ? `${p.point_count.toLocaleString("en")} towns: ${p.incidents.toLocaleString("en")} incidents` : p.said;
      link.setAttribute("aria-label", said);
      link.title = said;
      link.dataset.size = String(Math.min(3, String(p.incidents).length - 1));
      if (p.cluster) {
        link.href = "#map-figure";
        link.addEventListener("click", (event) => {
          event.preventDefault();
          map.getSource("towns").getClusterExpansionZoom(p.cluster_id).then((zoom) => {
            map.easeTo({ center: at, zoom: zoom + 0.3 });
          });
        });
      } else {
        link.href = addressOf(here, p.id);
      }
      shown.set(key, new maplibregl.Marker({ element: link }).setLngLat(at).addTo(map));
      link.removeAttribute("role");
      link.removeAttribute("tabindex");
      link.setAttribute("aria-label", said);
    }
    for (const [key, marker] of shown) {
      if (kept.has(key)) continue;
      marker.remove();
      shown.delete(key);
    }
  };

  const load = async (here) => {
    const [world, data] = await Promise.all([here.dataset.outlines, here.dataset.address].map((address) => fetch(address).then((answer) => answer.json())));
    if (!map || !document.contains(here)) return;
    map.addSource("world", { type: "geojson", data: world });
    map.addSource("areas", { type: "geojson", data: data.areas });
    map.addSource("towns", {
      type: "geojson",
      data: data.towns,
      cluster: true,
      clusterRadius: 28,
      clusterMaxZoom: 9,
      // Only incidents are added up: people of several towns are no sum of the towns' people.
      clusterProperties: { incidents: ["+", ["get", "incidents"]] },
    });
    map.addLayer({ id: "land", type: "fill", source: "world" });
    map.addLayer({ id: "shades", type: "fill", source: "areas" });
    map.addLayer({ id: "borders", type: "line", source: "world", paint: { "line-width": 0.7 } });
    map.addLayer({ id: "edges", type: "line", source: "areas", paint: { "line-width": 1 } });
    colourIn();
    // What no layer draws is not loaded: a dot of no size makes the towns be there for the links.
    map.addLayer({ id: "dots", type: "circle", source: "towns", paint: { "circle-radius": 0 } });
    const [west, south, east, north] = data.box;
    const fit = () => map.fitBounds([[west, Math.max(-80, south)], [east, Math.min(84, north)]], { animate: false });
    // Where only the people came in, the part that somebody had moved to stays in view.
    if (held && held.address === here.dataset.address) map.jumpTo(held);
    else fit();
    // A turned phone or a wider window shows the same part, until somebody moves it.
    let isMoved = Boolean(held && held.address === here.dataset.address);
    const keep = () => isMoved && (held = { address: here.dataset.address, center: map.getCenter(), zoom: map.getZoom() });
    held = isMoved ? held : null;
    map.on("movestart", (event) => (isMoved = isMoved || Boolean(event.originalEvent)));
    map.on("zoomstart", () => (isMoved = isMoved || document.activeElement !== document.body));
    map.on("moveend", keep);
    map.on("resize", () => isMoved || fit());
  };

  const colourIn = () => {
    if (!map || !map.getLayer("edges")) return;
    map.setPaintProperty("sea", "background-color", colour("--sea"));
    map.setPaintProperty("land", "fill-color", colour("--land"));
    map.setPaintProperty("borders", "line-color", colour("--border"));
    map.setPaintProperty("edges", "line-color", colour("--accent"));
    map.setPaintProperty("shades", "fill-opacity", ["case", ["<", ["get", "level"], 0], 0.12, 1]);
    map.setPaintProperty("shades", "fill-color", ["match", ["get", "level"], ...SHADES.flatMap((name, level) => [level, colour(name)]), colour("--accent")]);
  };

  const mount = () => {
    const here = document.getElementById("map-here");
    if (map) map.remove();
    shown.clear();
    map = null;
    if (!here) return;
    here.classList.remove("is-live");
    delete here.dataset.ready;
    node = document.createElement("div");
    node.className = "live-map";
    here.append(node);
    try {
      maplibregl.setWorkerUrl(here.dataset.worker);
      map = new maplibregl.Map({ container: node, style: paint(), attributionControl: false, maxZoom: 10, minZoom: 0, dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: false, scrollZoom: false, renderWorldCopies: false, fadeDuration: 0 });
    } catch (error) {
      node.remove();
      map = null;
      return;
    }
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    const bar = document.createElement("div");
    bar.className = "map-bar no-print";
    for (const [words, sign, act] of [["Nearer", "+", () => map.zoomIn()], ["Farther", "−", () => map.zoomOut()]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", words);
      button.addEventListener("click", act);
      bar.append(button);
    }
    node.append(bar);
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-label", "Map of the incidents; the dots on it are links, the shaded areas are in the table beside it");
    map.on("load", () => load(here).then(() => here.classList.add("is-live"), () => {
      node.remove();
      here.classList.remove("is-live");
    }));
    map.on("render", () => drawDots(here));
    map.on("idle", () => here.classList.contains("is-live") && shown.size + Number(here.dataset.towns === "0") && (here.dataset.ready = "yes"));
    map.on("click", "shades", (event) => {
      const found = event.features[event.features.length ? 0 : -1];
      if (found) location.assign(addressOf(here, found.properties.id));
    });
    map.on("mousemove", "shades", (event) => {
      canvas.style.cursor = "pointer";
      canvas.title = event.features[0].properties.said;
    });
    map.on("mouseleave", "shades", () => {
      canvas.style.cursor = "";
      canvas.title = "";
    });
  };

  mount();
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target && (event.detail.target.id === "rows" || event.detail.elt.id === "rows")) mount();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colourIn);
})();
