"use strict";
// The contact sheet: cards of objects and of failed rows, a filter, and one object in 3D.

const BLOCK = 120; // cards that are added as the reader comes to the end

// Whether every word of what is looked for is in the prompt, the folder's name or the image's.
function matches(entry, query) {
  const text = [entry.settings.prompt, entry.folder, entry.source, entry.row].join(" ").toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function path(relative) {
  return relative.split("/").map(encodeURIComponent).join("/");
}

function element(kind, text = "", more = {}) {
  const made = document.createElement(kind);
  made.textContent = text;
  return Object.assign(made, more);
}

class Page {
  constructor({ entries, labels }) {
    Object.assign(this, { entries, labels });
    this.byFolder = new Map(entries.filter((e) => e.folder).map((e) => [e.folder, e]));
    const named = (id) => document.getElementById(id);
    this.parts = Object.fromEntries(
      ["filter", "failures", "count", "sheet", "object", "heading", "canvas", "hint", "files", "settings"]
        .map((id) => [id, named(id)]),
    );
    const state = new URLSearchParams(location.hash.slice(1));
    this.parts.filter.value = state.get("filter") || "";
    this.parts.failures.checked = state.has("failed");
    this.parts.filter.addEventListener("input", () => this.list());
    this.parts.failures.addEventListener("change", () => this.list());
    this.parts.object.addEventListener("close", () => this.closed());
    this.end = element("div");
    this.watcher = new IntersectionObserver((seen) => seen[0].isIntersecting && this.more());
    this.list();
    if (this.byFolder.has(state.get("object"))) this.open(this.byFolder.get(state.get("object")));
  }

  // Show what the filter lets through, from the beginning.
  list() {
    const { filter, failures, sheet, count } = this.parts;
    const wanted = (e) => (!failures.checked || e.error) && matches(e, filter.value.trim());
    this.found = this.entries.filter(wanted);
    this.shown = 0;
    sheet.replaceChildren(this.end);
    const failed = this.found.filter((e) => e.error).length;
    const objects = this.found.length - failed;
    count.textContent = `${objects} object${objects === 1 ? "" : "s"}` + (failed ? `, ${failed} failed` : "");
    this.remember();
    this.more();
  }

  more() {
    const block = this.found.slice(this.shown, this.shown + BLOCK);
    this.end.before(...block.map((entry) => this.card(entry)));
    this.shown += block.length;
    this.watcher.disconnect();
    if (this.shown < this.found.length) this.watcher.observe(this.end);
  }

  card(entry) {
    const said = entry.settings.prompt || entry.source || entry.folder || "";
    const row = entry.row ? `Row ${entry.row}` : "";
    if (entry.error) {
      const card = element("div", "", { className: "card failed" });
      card.append(element("em", `${row} failed`), element("span", said), element("small", entry.error));
      return card;
    }
    const card = element("button", "", { className: "card", type: "button" });
    card.append(element("img", "", { src: path(entry.thumbnail), alt: "", loading: "lazy" }));
    if (entry.image) {
      const image = { src: path(entry.image), alt: "", loading: "lazy", className: "source" };
      card.append(element("img", "", image));
    }
    card.append(element("span", said));
    card.append(element("small", [row, `seed ${entry.settings.seed}`].filter(Boolean).join(", ")));
    card.addEventListener("click", () => this.open(entry));
    return card;
  }

  open(entry) {
    const { object, heading, hint, files, settings } = this.parts;
    this.opened = entry;
    heading.textContent = entry.settings.prompt || entry.source || entry.folder;
    files.replaceChildren(
      ...["mesh", "points", "latent", "image", "record"].filter((what) => entry[what]).map((what) =>
        element("a", entry[what].split("/").pop(), { href: path(entry[what]), download: "" })),
    );
    const rows = { Folder: entry.folder, Vertices: entry.vertices, Faces: entry.faces, ...entry.settings };
    settings.replaceChildren(
      ...Object.entries(rows).filter(([name, value]) => name !== "prompt" && value !== null && value !== "")
        .flatMap(([name, value]) => [element("dt", this.labels[name] || name), element("dd", String(value))]),
    );
    hint.textContent = entry.notes.join(" ");
    object.showModal();
    this.remember();
    this.viewer ||= new Viewer(this.parts.canvas);
    if (!this.viewer.gl) hint.textContent = "This browser has no WebGL, which the view in 3D needs.";
    delete this.parts.canvas.dataset.drawn;
    const script = element("script", "", { src: path(entry.view || "") });
    script.addEventListener("error", () => (hint.textContent = "The object's view.js is gone."));
    script.addEventListener("load", () => script.remove());
    document.head.append(script);
  }

  // What the object's own script calls.
  arrived(folder, ...view) {
    if (this.opened && this.opened.folder === folder) this.viewer.show(decoded(...view));
  }

  closed() {
    this.opened = null;
    this.viewer.hide();
    this.remember();
  }

  // The address says what is shown, so that it can be sent to others.
  remember() {
    const state = new URLSearchParams();
    if (this.parts.filter.value.trim()) state.set("filter", this.parts.filter.value.trim());
    if (this.parts.failures.checked) state.set("failed", "");
    if (this.opened) state.set("object", this.opened.folder);
    history.replaceState(null, "", `#${state}`);
  }
}

if (typeof document !== "undefined") {
  const page = new Page(JSON.parse(document.getElementById("data").textContent));
  window.maquette = (...view) => page.arrived(...view);
}
