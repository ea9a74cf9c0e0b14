// The page of a server: clients, what they have, what is asked of them, and what they tell.

const ServerView = {
  data: { clients: [] },
  numbers: new Map(),
  /** Values that answers and notifications brought, and Resources that Discover found, by client and path. */
  values: new Map(),
  links: new Map(),
  /** What an observer wants to be told, as it was written last. */
  attributes: new Map(),
  definitions: new Map(),
  open: new Set(),
  marks: new Set(),
  words: "",
  /** What the answers to this page are known by; those that it asks for by itself are not shown. */
  tag: Math.random().toString(36).slice(2, 10),
  most: 100,

  operations: {
    read: { hint: "" }, discover: { hint: "" }, write: { hint: "21.5, or 5700=21.5 5701=Cel for an instance" }, replace: { hint: "5700=21.5 5701=Cel" },
    attr: { hint: "pmin=1 pmax=60 gt=25; a bare name unsets it" }, exec: { hint: "arguments, or nothing" }, create: { hint: "5700=21.5, or nothing" },
    delete: { hint: "" }, observe: { hint: "" }, cancel: { hint: "" }, forget: { hint: "" }, bootstrap: { hint: "" },
  },

  make(parent) {
    const view = makeView("clients", "Clients", parent, el("input", { type: "search", id: "client-search", placeholder: "only with", "aria-label": "only clients with these words", oninput: (event) => { this.words = event.target.value.toLowerCase(); this.draw(); } }));
    this.body = view.body;
    view.section.insertBefore(this.askForm(), this.body);
    this.loadSoon = soon(() => this.load(), 150);
    this.drawSoon = soon(() => this.draw(), 100);
    Link.query = `&tag=${this.tag}`;
    Bus.on("open", () => this.load());
    Bus.on("sign", (sign) => PanelsView.setClock(sign.now));
    Bus.on("entries", (entries) => this.follow(entries));
    setInterval(() => { if (!document.hidden) this.tick(); }, 500);
    document.getElementById("asker").hidden = true;
    document.getElementById("name").textContent = "xlwm2m server";
    document.getElementById("line").placeholder = "read /3/0, observe /3300, use CLIENT; help lists the commands";
    document.title = "server · xlwm2m";
  },

  /** One form for every operation; the buttons at a path fill it in. */
  askForm() {
    const field = (tag, id, label, attributes, ...children) => this[id] = el(tag, { id: `ask-${id}`, "aria-label": label, ...attributes }, ...children);
    const form = el("form.ask", { id: "ask", "aria-label": "an operation", onsubmit: (event) => { event.preventDefault(); this.askAsFilledIn(); } },
      field("select", "client", "client", { onchange: () => this.listPaths() }),
      field("select", "operation", "operation", { onchange: () => this.fillIn() }, Object.keys(this.operations).map((name) => el("option", {}, name))),
      field("input", "path", "path", { placeholder: "/3/0", list: "ask-paths", spellcheck: "false" }), this.paths = el("datalist", { id: "ask-paths" }),
      field("input", "value", "value", { spellcheck: "false" }),
      field("select", "format", "format", {}, [["", "any format"], ["text", "text"], ["opaque", "opaque"], ["tlv", "TLV"], ["json", "JSON"]].map(([value, text]) => el("option", { value }, text))),
      el("button", { id: "ask-send" }, "ask"));
    this.fillIn();
    return form;
  },

  fillIn({ client, operation, path, value } = {}) {
    if (client !== undefined) { this.client.value = client; this.listPaths(); }
    if (operation) this.operation.value = operation;
    if (path) this.path.value = path;
    if (value !== undefined) this.value.value = value;
    const name = this.operation.value;
    const takesValue = ["write", "replace", "attr", "exec", "create"].includes(name);
    this.value.hidden = !takesValue;
    this.value.placeholder = this.operations[name].hint;
    this.path.hidden = name === "bootstrap";
    this.format.hidden = !["read", "write", "replace", "create", "observe"].includes(name);
    if (client !== undefined) (takesValue ? this.value : this.path).focus();
  },

  askAsFilledIn() {
    const name = this.operation.value;
    if (name === "bootstrap") return this.ask(this.client.value, `bootstrap ${quoted(this.client.value, "String")}`);
    const path = this.path.value.trim();
    let value = this.value.hidden ? "" : this.value.value.trim();
    // A value of one Resource is one word.
    if (name === "write" && path.split("/").length > 3) value = this.isText(path) ? quoted(value, "String") : /\s/.test(value) && !/^["'{]/.test(value) ? quoted(value, "String") : value;
    const format = this.format.hidden || !this.format.value ? "" : ` as ${this.format.value}`;
    this.ask(this.client.value, `${name} ${path}${value ? ` ${value}` : ""}${format}`);
  },

  isText(path) {
    const [, object, , resource] = path.split("/");
    return this.definitions.get(object)?.resources?.find((one) => String(one.id) === resource)?.type === "String";
  },

  makeCharts(parent) {
    this.chartBody = makeView("observed", "Observed numbers", parent).body;
    Bus.on("shown", () => this.drawCharts());
    this.drawCharts();
  },

  async load() {
    const data = await Link.get("clients");
    if (!data) return;
    this.data = data;
    PanelsView.setClock(data.now);
    document.getElementById("standing").textContent = data.count === 1 ? "one client" : `${data.count} clients`;
    const names = data.clients.map((client) => client.name);
    if (names.join("\n") !== [...this.client.options].map((option) => option.value).join("\n")) {
      const chosen = this.client.value;
      this.client.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
      if (names.includes(chosen)) this.client.value = chosen;
    }
    this.listPaths();
    this.operation.querySelector("option:last-child").disabled = !data.bootstraps;
    for (const name of new Set(names.flatMap((_, index) => data.clients[index].paths.map((path) => path.split("/")[1])))) this.define(name);
    this.draw();
  },

  /** Learns what an Object has, once. */
  async define(object) {
    if (this.definitions.has(object)) return;
    this.definitions.set(object, null);
    this.definitions.set(object, await Link.get(`object?id=${object}`));
    this.drawSoon();
  },

  listPaths() {
    const client = this.data.clients.find((one) => one.name === this.client.value);
    this.paths.replaceChildren(...(client?.paths ?? []).map((path) => el("option", { value: path })));
  },

  /** The client of a line, where there are several. */
  label(name) { return name && this.data.clients.length > 1 ? `[${name}]` : ""; },

  nameOf(peer) { return this.data.clients.find((client) => client.peer === peer)?.name ?? peer; },

  follow(entries) {
    for (const entry of entries) {
      if (entry.t > PanelsView.clock()) PanelsView.setClock(entry.t);
      const json = entry.json ?? {};
      if (json.event === "notify") this.collect(entry);
      if (["register", "update", "deregister", "expire"].includes(json.event)) this.loadSoon();
      if (entry.k !== "answer") continue;
      if (/^(observe|cancel|forget|create|delete|bootstrap)\b/.test(entry.command)) this.loadSoon();
      this.keep(entry);
      if (entry.tag === this.tag) showAnswers([{ text: entry.text || entry.command, failed: entry.failed }]);
    }
    this.drawSoon();
    this.drawCharts();
  },

  /** Keeps what an answer brought. */
  keep({ command, json, failed }) {
    if (!json?.client || failed) return;
    const key = (path) => `${json.client} ${path}`;
    for (const value of json.values ?? ("value" in json ? [json] : [])) this.values.set(key(value.path ?? json.path), value);
    if (json.links) {
      const [, path] = command.split(/\s+/);
      this.links.set(key(path), json.links.map((link) => /<([^>]*)>/.exec(link)?.[1] ?? "").filter((link) => link.startsWith("/")));
    }
    const attributes = /^attr (\S+) (.*)/.exec(command);
    if (attributes) {
      const rule = this.attributes.get(key(attributes[1])) ?? {};
      for (const word of attributes[2].split(/\s+/)) {
        const [name, value] = word.split("=");
        if (value === undefined) delete rule[name]; else rule[name] = value;
      }
      this.attributes.set(key(attributes[1]), rule);
    }
  },

  collect({ t, json }) {
    for (const value of json.values ?? [json]) {
      const path = value.path ?? json.path;
      const key = `${json.client} ${path}`;
      const old = this.values.get(key);
      if (old && JSON.stringify(old.value) !== JSON.stringify(value.value)) this.marks.add(key);
      this.values.set(key, value);
      if (typeof value.value !== "number") continue;
      if (!this.numbers.has(key)) this.numbers.set(key, { path: key, client: json.client, place: path, resource: { name: value.name ?? "", unit: value.unit ?? "" }, points: [], told: [], rules: [], why: [], close: () => { this.numbers.delete(key); this.drawCharts(); } });
      const chart = this.numbers.get(key);
      ChartsView.add(chart, t, value.value);
      chart.told.push({ t });
    }
  },

  drawCharts() {
    if (!this.chartBody?.clientWidth || document.hidden) return;
    ChartsView.body = this.chartBody;
    for (const chart of this.numbers.values()) {
      const rule = {};
      for (const [key, attributes] of this.attributes) if (`${chart.client} ${chart.place}/`.startsWith(`${key}/`)) Object.assign(rule, attributes);
      chart.rules = Object.keys(rule).length ? [{ name: "written here", ...rule }] : [];
    }
    renew(this.chartBody, this.numbers.size ? [...this.numbers.values()].map((chart) => ChartsView.figure(chart)) : [el("p.faint", {}, "observe something: its numbers are drawn here")]);
  },

  async ask(client, line, { quiet = false } = {}) {
    const result = await Link.post(`run?client=${encodeURIComponent(client)}&tag=${this.tag}${quiet ? "-quiet" : ""}`, line);
    if (result.error) showAnswers([{ text: result.error, failed: true }]);
  },

  draw() {
    if (!this.data.clients.length) return renew(this.body, [el("p.faint", {}, "no client is registered")]);
    const found = this.data.clients.filter((client) => !this.words || client.name.toLowerCase().includes(this.words) || client.paths.some((path) => path.startsWith(this.words)));
    renew(this.body, [...found.slice(0, this.most).map((client) => el("section", { "data-path": `client ${client.name}` },
      el("h3", {}, client.name), el("p.faint", {}, `${client.peer}, lifetime ${client.lifetime} s, binding ${client.binding}, `, el("span", { "data-due": client.expires }), " left"),
      client.findings.map((finding) => el("p.bad", {}, finding)),
      el("ul.tree", {}, client.paths.map((path) => this.row(client, path))))),
      found.length > this.most || this.data.count > this.data.clients.length ? el("p.faint", {}, `${this.data.count - Math.min(found.length, this.most)} more: narrow them with “only with”`) : null]);
    this.tick();
  },

  deed(client, path, text, line = `${text} ${path}`) { return el("button", { type: "button", class: text, title: line, onclick: () => this.ask(client.name, line) }, text); },

  /** A button that fills in the form. */
  filler(client, path, operation) {
    // What stands there when it is pressed: the button lives longer than the value that it was drawn beside.
    const fill = () => this.fillIn({ client: client.name, operation, path, value: operation === "write" ? this.shownValue(client, path) : "" });
    return el("button", { type: "button", class: operation, title: `${operation} ${path} …`, onclick: fill }, `${operation} …`);
  },

  shownValue(client, path) {
    const value = this.values.get(`${client.name} ${path}`);
    return value && !value.hidden && value.value !== null ? valueText(value) : "";
  },

  watching(client, path) { return client.observes.includes(path) ? [this.deed(client, path, "cancel"), this.deed(client, path, "forget")] : [this.deed(client, path, "observe")]; },

  row(client, path) {
    const parts = path.split("/");
    const isInstance = parts.length > 2;
    const key = `${client.name} ${path}`;
    const isOpen = this.open.has(key);
    const sign = isInstance ? el("button.sign", { type: "button", "aria-expanded": isOpen ? "true" : "false", "aria-label": `the Resources of ${path}`, onclick: () => this.toggle(client, path) }, isOpen ? "▾" : "▸") : el("span.sign");
    return el("li", { "data-path": key }, el("div.node", {}, sign, el("span.path", {}, path), el("span.title", {}, this.definitions.get(parts[1])?.name ?? ""),
      el("span.does", {}, this.deed(client, path, "read"), ...this.watching(client, path),
        // What is rarer is there where somebody looks closer; the form has it for every path.
        isOpen ? [this.deed(client, path, "discover"), this.filler(client, path, "attr"), this.filler(client, path, "write"), this.deed(client, path, "delete")] : null,
        isInstance ? null : this.filler(client, path, "create"))),
    isOpen ? el("ul", {}, this.resources(client, path).map((resource) => this.resourceRow(client, path, resource))) : null);
  },

  toggle(client, path) {
    const key = `${client.name} ${path}`;
    if (!this.open.delete(key)) {
      this.open.add(key);
      this.ask(client.name, `discover ${path}; read ${path}`, { quiet: true });
    }
    for (const mark of [...this.marks]) if (mark.startsWith(`${key}/`)) this.marks.delete(mark);
    this.draw();
  },

  /** The Resources that an instance has, as far as it told, with what the definition says of them. */
  resources(client, path) {
    const key = `${client.name} ${path}`;
    const known = this.definitions.get(path.split("/")[1])?.resources ?? [];
    const ids = new Set((this.links.get(key) ?? []).filter((link) => link.startsWith(path + "/")).map((link) => Number(link.split("/")[3])));
    for (const place of this.values.keys()) if (place.startsWith(`${key}/`)) ids.add(Number(place.slice(client.name.length + 1).split("/")[3]));
    return [...ids].sort((a, b) => a - b).map((id) => known.find((one) => one.id === id) ?? { id, name: "", type: "", ops: "RWE", unit: "" });
  },

  resourceRow(client, instance, resource) {
    const path = `${instance}/${resource.id}`;
    const key = `${client.name} ${path}`;
    const found = [...this.values].filter(([place]) => place === key || place.startsWith(`${key}/`));
    const text = found.map(([place, value]) => (place === key ? "" : `${place.slice(key.length + 1)}: `) + valueText(value)).join("\n");
    const unit = found[0]?.[1].unit || resource.unit || "";
    const isMarked = found.some(([place]) => this.marks.has(place));
    return el("li", { "data-path": key }, el(`div.resource${isMarked ? ".changed" : ""}`, { title: resource.about },
      el("span.id", {}, resource.id), el("span.name", {}, resource.name, el("span.kind", {}, [resource.type, resource.multiple ? "multiple" : "", resource.range, resource.ops || "–"].filter((word) => word).join(" · "))),
      el("span.value", {}, text || (resource.ops === "E" ? "" : "–"), unit && text ? el("span.faint", {}, ` ${unit}`) : null),
      el("span.does", {}, resource.ops.includes("R") ? [this.deed(client, path, "read"), ...this.watching(client, path), this.filler(client, path, "attr")] : null,
        resource.ops.includes("W") ? this.filler(client, path, "write") : null,
        resource.ops.includes("E") ? this.deed(client, path, "exec") : null)));
  },

  tick() {
    const now = PanelsView.clock();
    document.getElementById("clock").textContent = clockText(now, 0);
    for (const element of this.body.querySelectorAll("[data-due]")) element.textContent = `${Math.max(0, Math.round(element.dataset.due - now))} s`;
    if (this.numbers.size) this.drawCharts();
  },
};
