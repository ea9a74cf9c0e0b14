// The Objects as a tree: what there is, values with type, unit and range, and what has changed.

const ObjectsView = {
  objects: [],
  /** Values by path, for the instances that are open. */
  values: new Map(),
  open: new Set(),
  marks: new Map(),
  editing: null,
  /** What the Objects that are shown have in their name or id. */
  words: "",
  stale: new Set(),

  make(parent) {
    const { body } = makeView("objects", "Objects", parent,
      el("input", { type: "search", id: "object-search", placeholder: "only with", "aria-label": "only Objects with these words", oninput: (event) => { this.words = event.target.value.toLowerCase(); this.draw(); } }),
      el("button", { type: "button", id: "reread", title: "read the values of what is open again", onclick: () => this.readOpen() }, "read again"));
    this.tree = el("ul.tree", { role: "tree", "aria-label": "Objects", onkeydown: (event) => this.typed(event) });
    this.body = body;
    body.append(this.tree);
    this.readSoon = soon(() => this.readStale(), 120);
    this.loadSoon = soon(() => this.load(), 150);
    Bus.on("open", () => { this.load(); });
    Bus.on("entries", (entries) => this.follow(entries));
    if (!Link.record) this.lookSoon(2000);
  },

  /** Paths of instances whose scripts print when they are read: they are not read without being asked to. */
  noisy: new Set(),

  /** Reads what can be seen again, for values that change without an event; it costs nothing while nobody looks. */
  lookSoon(pause) {
    setTimeout(async () => {
      const start = performance.now();
      try { await this.look(); } finally { this.lookSoon(Math.max(2000, 20 * (performance.now() - start))); }
    }, pause);
  },

  async look() {
    if (document.hidden || !this.body.clientWidth || Link.source?.readyState !== EventSource.OPEN) return;
    const { top, bottom } = this.body.getBoundingClientRect();
    const paths = [];
    for (const path of this.open) {
      if (path.split("/").length !== 3 || this.noisy.has(path)) continue;
      const box = this.tree.querySelector(`[data-path="${path}"]`)?.getBoundingClientRect();
      if (box && box.bottom > top && box.top < bottom && paths.length < 8) paths.push(path);
    }
    if (!paths.length) return;
    let isNew = false;
    for (const path of paths) isNew = await this.read(path) || isNew;
    if (isNew) this.draw();
  },

  async load() {
    const objects = await Link.get("objects");
    if (!objects) return;
    this.objects = objects;
    Bus.tell("objects", objects);
    this.draw();
    this.readOpen();
  },

  readOpen() {
    this.noisy.clear();
    for (const path of this.open) if (path.split("/").length === 3) this.stale.add(path);
    this.readSoon();
  },

  /** Marks what has changed, and reads what is open of it. */
  follow(entries) {
    for (const entry of entries) {
      if (entry.k === "changed") {
        const instance = entry.path.split("/").slice(0, 3).join("/");
        this.marks.set(entry.path, entry.t);
        if (entry.what === "written" || entry.what === "executed") { if (this.open.has(instance)) this.stale.add(instance); this.readSoon(); }
        else this.loadSoon();
      }
      if (entry.k === "state" || entry.k === "load") this.loadSoon();
    }
  },

  async readStale() {
    const paths = [...this.stale].filter((path) => this.open.has(path));
    this.stale.clear();
    for (const path of paths) await this.read(path);
    this.draw();
  },

  async read(path) {
    const [answer] = Link.record ? [{ json: Link.record.values?.[path] }] : await Link.run(`read ${path}`, { quiet: true, as: "at" });
    if (answer?.isNoisy) this.noisy.add(path);
    const json = answer?.json;
    const values = new Map();
    for (const value of json?.values ?? (json && "value" in json ? [json] : [])) values.set(value.path ?? path, value);
    const before = this.values.get(path);
    let isNew = !before || before.error !== json?.error || before.size !== values.size;
    for (const [key, value] of values) {
      const old = before?.get(key);
      if (old && JSON.stringify(old.value) === JSON.stringify(value.value)) continue;
      isNew = true;
      if (old) this.marks.set(key, Infinity);
    }
    if (!json?.error) Bus.tell("values", values);
    this.values.set(path, Object.assign(values, { error: json?.error }));
    return isNew;
  },

  isMarked(path) { return this.marks.has(path); },

  toggle(path, isOpen = !this.open.has(path)) {
    if (isOpen) this.open.add(path); else this.open.delete(path);
    for (const mark of this.marks.keys()) if (mark === path || mark.startsWith(path + "/")) this.marks.delete(mark);
    if (isOpen && path.split("/").length === 3) { this.stale.add(path); this.readSoon(); }
    this.draw();
  },

  draw() {
    if (this.editing) return;
    if (!this.objects.length) {
      renew(this.tree, [el("li.faint", { role: "none" }, "no Objects: the LwM2M client does not run")]);
      return;
    }
    const shown = this.objects.filter((object) => !this.words || `/${object.id} ${object.name.toLowerCase()}`.includes(this.words));
    renew(this.tree, shown.length ? shown.map((object) => this.objectItem(object)) : [el("li.faint", { role: "none" }, "no Object has these words")]);
    const items = [...this.tree.querySelectorAll("[role=treeitem]")];
    const current = items.find((item) => item.tabIndex === 0) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
  },

  item(path, node, group, title) {
    return el("li", { role: "treeitem", "data-path": path, "aria-expanded": group === undefined ? null : group ? "true" : "false", "aria-label": title }, node, group || null);
  },

  sign(path) { return el("span.sign", { "aria-hidden": "true", onclick: () => this.toggle(path) }, this.open.has(path) ? "▾" : "▸"); },

  objectItem(object) {
    const path = `/${object.id}`;
    const node = el(`div.node${this.isMarked(path) ? ".changed" : ""}`, {}, this.sign(path), el("span.path", {}, path),
      el("span.title", { onclick: () => this.toggle(path), title: `${object.file}, version ${object.version}` }, object.name),
      el("span.faint", {}, object.instances.length ? `${object.instances.length} instance${object.instances.length > 1 ? "s" : ""}` : "no instance"),
      el("span.does", {}, object.multiple ? el("button", { type: "button", class: "create", title: `create ${path}`, onclick: () => Link.run(`create ${path}`).then(showAnswers) }, "create") : null));
    const group = this.open.has(path) ? el("ul", { role: "group" }, object.instances.map((id) => this.instanceItem(object, `${path}/${id}`))) : false;
    return this.item(path, node, object.instances.length ? group : undefined, `Object ${object.id} ${object.name}`);
  },

  instanceItem(object, path) {
    const node = el(`div.node${this.isMarked(path) ? ".changed" : ""}`, {}, this.sign(path), el("span.path", {}, path),
      el("span.does", {}, el("button", { type: "button", class: "delete", title: `delete ${path}`, onclick: () => Link.run(`delete ${path}`).then(showAnswers) }, "delete")));
    const values = this.values.get(path);
    const group = this.open.has(path) ? el("ul", { role: "group" }, values?.error ? el("li.bad", { role: "none" }, values.error) : null,
      object.resources.map((resource) => this.resourceItem(path, resource))) : false;
    return this.item(path, node, group, `instance ${path}`);
  },

  resourceItem(instance, resource) {
    const path = `${instance}/${resource.id}`;
    const found = this.found(path);
    const text = found.map(([key, value]) => (key === path ? "" : `${key.slice(path.length + 1)}: `) + valueText(value)).join("\n");
    const unit = resource.unit || found[0]?.[1].unit || "";
    const isMarked = this.isMarked(path) || found.some(([key]) => this.isMarked(key));
    const kind = [resource.type, resource.multiple ? "multiple" : "", resource.range, resource.ops || "–"].filter((word) => word).join(" · ");
    const node = el(`div.resource${isMarked ? ".changed" : ""}`, { title: resource.about },
      el("span.id", {}, resource.id), el("span.name", {}, resource.name, el("span.kind", {}, kind)),
      el("span.value", {}, resource.ops === "E" ? "" : text || "–", unit && text ? el("span.faint", {}, ` ${unit}`) : null),
      el("span.does", {}, ...this.deeds(path, resource)));
    return this.item(path, node, undefined, `${resource.name} ${text} ${unit}`);
  },

  /** The values at a Resource and its instances, by path. */
  found(path) {
    const values = this.values.get(path.split("/").slice(0, 3).join("/")) ?? new Map();
    return [...values].filter(([key]) => key === path || key.startsWith(path + "/"));
  },

  deeds(path, resource) {
    const buttons = [];
    if (resource.ops === "E") buttons.push(el("button", { type: "button", class: "exec", onclick: () => Link.run(`exec ${path}`).then(showAnswers) }, "execute"));
    else buttons.push(el("button", { type: "button", class: "write", onclick: (event) => this.edit(path, resource, event.target.closest(".resource")) }, "write"));
    if (ChartsView.takes(resource)) buttons.push(el("button", { type: "button", class: "chart", title: "draw it over time", onclick: () => ChartsView.toggle(path, resource) }, "chart"));
    return buttons;
  },

  edit(path, resource, row) {
    this.editing = path;
    const found = this.found(path);
    const single = found[0]?.[1];
    const input = el("input", { "aria-label": `new value of ${path}`, value: single && !single.hidden ? valueText(single) : "", placeholder: resource.type });
    const end = () => { this.editing = null; this.draw(); };
    const form = el("form", { onsubmit: async (event) => {
      event.preventDefault();
      const target = resource.multiple ? `${path}/${found[0]?.[0].split("/")[4] ?? 0}` : path;
      showAnswers(await Link.run(`write ${target} ${quoted(input.value, resource.type)}`));
      end();
    }, onkeydown: (event) => { event.stopPropagation(); if (event.key === "Escape") end(); } }, input, el("button", {}, "write"), el("button", { type: "button", onclick: end }, "cancel"));
    row.append(form);
    input.focus();
    input.select();
  },

  /** The keys of a tree (WAI-ARIA authoring practices). */
  typed(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.target !== item) return;
    const items = [...this.tree.querySelectorAll("[role=treeitem]")];
    const index = items.indexOf(item);
    const path = item.dataset.path;
    const canOpen = item.hasAttribute("aria-expanded");
    const go = (target) => { if (target) { item.tabIndex = -1; target.tabIndex = 0; target.focus(); } };
    switch (event.key) {
      case "ArrowDown": go(items[index + 1]); break;
      case "ArrowUp": go(items[index - 1]); break;
      case "Home": go(items[0]); break;
      case "End": go(items[items.length - 1]); break;
      case "ArrowRight": if (canOpen && !this.open.has(path)) this.toggle(path, true); else go(items[index + 1]); break;
      case "ArrowLeft": if (canOpen && this.open.has(path)) this.toggle(path, false); else go(item.parentElement.closest("[role=treeitem]")); break;
      case "Enter": case " ": if (canOpen) this.toggle(path); else item.querySelector("button")?.click(); break;
      default: return;
    }
    event.preventDefault();
  },
};

/** A value as people write it. */
function valueText(value) {
  if (value.hidden) return "not shown";
  if (value.value === null || value.value === undefined) return "–";
  if (value.type === "Time") {
    const date = new Date(Number(value.value) * 1000);
    return isNaN(date) ? String(value.value) : date.toISOString().replace(".000Z", "Z");
  }
  return String(value.value);
}

/** A value as the prompt takes it. */
function quoted(text, type) {
  if (["Integer", "Float", "Boolean", "Time", "Objlnk", "Unsigned Integer", "Opaque"].includes(type)) return text;
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
