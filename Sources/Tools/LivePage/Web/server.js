// The page of a server: clients, what they have, what is asked of them, and what they tell.

const ServerView = {
  data: { clients: [] },
  numbers: new Map(),
  open: new Set(),

  make(parent) {
    this.body = makeView("clients", "Clients", parent).body;
    this.loadSoon = soon(() => this.load(), 150);
    Bus.on("open", () => this.load());
    Bus.on("sign", (sign) => PanelsView.setClock(sign.now));
    Bus.on("entries", (entries) => this.follow(entries));
    setInterval(() => this.tick(), 500);
    document.getElementById("asker").hidden = true;
    document.getElementById("name").textContent = "xlwm2m server";
    document.getElementById("line").placeholder = "read /3/0, observe /3300, use CLIENT; help lists the commands";
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
    document.getElementById("standing").textContent = data.clients.length === 1 ? "one client" : `${data.clients.length} clients`;
    this.draw();
  },

  follow(entries) {
    for (const entry of entries) {
      if (entry.t > PanelsView.clock()) PanelsView.setClock(entry.t);
      if (entry.json?.event === "notify") this.collect(entry);
      if (entry.k === "answer" && !Link.isRecord) showAnswers([{ text: entry.text || entry.command, failed: entry.failed }]);
    }
    this.loadSoon();
    this.drawCharts();
  },

  collect({ t, json }) {
    for (const value of json.values ?? [json]) {
      if (typeof value.value !== "number") continue;
      const key = `${json.client} ${value.path ?? json.path}`;
      if (!this.numbers.has(key)) this.numbers.set(key, { path: key, resource: { name: value.name ?? "", unit: value.unit ?? "" }, points: [], told: [], rules: [], why: [], close: () => { this.numbers.delete(key); this.drawCharts(); } });
      const chart = this.numbers.get(key);
      ChartsView.add(chart, t, value.value);
      chart.told.push({ t });
    }
  },

  drawCharts() {
    if (!this.chartBody?.clientWidth) return;
    ChartsView.body = this.chartBody;
    renew(this.chartBody, this.numbers.size ? [...this.numbers.values()].map((chart) => ChartsView.figure(chart)) : [el("p.faint", {}, "observe something: its numbers are drawn here")]);
  },

  ask(client, line) { Link.run(`use ${quoted(client.name, "String")}; ${line}`).then(showAnswers); },

  draw() {
    if (!this.data.clients.length) return renew(this.body, [el("p.faint", {}, "no client is registered")]);
    renew(this.body, this.data.clients.map((client) => el("section", { "data-path": `client ${client.name}` },
      el("h3", {}, client.name), el("p.faint", {}, `${client.peer}, lifetime ${client.lifetime} s, binding ${client.binding}, `, el("span", { "data-due": client.expires }), " left"),
      client.findings.map((finding) => el("p.bad", {}, finding)),
      el("ul.tree", {}, client.paths.map((path) => this.row(client, path))))));
    this.tick();
  },

  row(client, path) {
    const isInstance = path.split("/").length > 2;
    const isObserved = client.observes.includes(path);
    const deed = (text, line = `${text} ${path}`) => el("button", { type: "button", class: text, title: line, onclick: () => this.ask(client, line) }, text);
    return el("li", { "data-path": `${client.name} ${path}` }, el("div.node", {}, el("span.path", {}, path), el("span.does", {}, deed("read"), deed("discover"),
      isObserved ? deed("cancel") : deed("observe"), isInstance ? deed("delete") : deed("create"))));
  },

  tick() {
    const now = PanelsView.clock();
    document.getElementById("clock").textContent = clockText(now, 0);
    for (const element of this.body.querySelectorAll("[data-due]")) element.textContent = `${Math.max(0, Math.round(element.dataset.due - now))} s`;
    this.drawCharts();
  },
};
