// Numbers over time, what servers want to be told of them, and when they were told.

const ChartsView = {
  charts: new Map(),
  seconds: 120,

  make(parent) {
    this.body = makeView("charts", "Charts", parent, el("label", {}, "last ", el("select", {
      id: "span", onchange: (event) => { this.seconds = Number(event.target.value); this.draw(); },
    }, [[60, "minute"], [120, "2 minutes"], [600, "10 minutes"], [3600, "hour"]].map(([value, text]) => el("option", { value, selected: value === 120 }, text))))).body;
    this.readSoon = soon(() => this.read(), 100);
    Bus.on("entries", (entries) => this.follow(entries));
    Bus.on("shown", () => this.draw());
    setInterval(() => { if (this.charts.size && !document.hidden && !Link.record) this.read(); }, 1000);
    new ResizeObserver(() => this.draw()).observe(this.body);
    this.draw();
  },

  takes(resource) { return ["Integer", "Float", "Unsigned Integer"].includes(resource.type) && resource.ops !== "E" && !resource.multiple; },

  toggle(path, resource) {
    if (this.charts.has(path)) this.charts.delete(path);
    else {
      this.charts.set(path, { path, resource, points: [], told: [], rules: [], why: [] });
      for (const entry of TimelineView.entries) this.take(entry);
      this.readSoon();
      Tabs.show("charts");
    }
    this.draw();
  },

  take(entry) {
    if (entry.k !== "notify") return;
    for (const chart of this.charts.values()) {
      if (chart.path === entry.path || chart.path.startsWith(entry.path + "/")) chart.told.push({ t: entry.t, server: entry.server });
    }
  },

  follow(entries) {
    if (!this.charts.size) return;
    for (const entry of entries) {
      this.take(entry);
      if (entry.k === "changed" && [...this.charts.keys()].some((path) => path === entry.path || path.startsWith(entry.path + "/") || entry.path.startsWith(path + "/"))) this.readSoon();
    }
  },

  async read() {
    if (this.isReading) return;
    this.isReading = true;
    for (const chart of [...this.charts.values()]) {
      const [answer] = await Link.run(`read ${chart.path}`, { quiet: true, as: "at" });
      const value = answer?.json?.value;
      if (value !== undefined && value !== null) this.add(chart, PanelsView.clock(), Number(value));
      const rules = await Link.get(`rules?path=${encodeURIComponent(chart.path)}`);
      if (rules) Object.assign(chart, rules);
    }
    this.isReading = false;
    this.draw();
  },

  /** A value that stays has two points: where it began, and where it was seen last. */
  add(chart, t, v) {
    const points = chart.points;
    const count = points.length;
    if (count > 1 && points[count - 1].v === v && points[count - 2].v === v) points[count - 1].t = t;
    else points.push({ t, v });
    if (points.length > 4000) points.splice(0, points.length - 4000);
  },

  draw() {
    if (!this.charts.size) {
      renew(this.body, [el("p.faint", {}, "no chart: choose “chart” at a number in the Objects")]);
      return;
    }
    if (!this.body.clientWidth) return;
    renew(this.body, [...this.charts.values()].map((chart) => this.figure(chart)));
  },

  figure(chart) {
    const last = chart.points[chart.points.length - 1];
    const words = (rule) => ["pmin", "pmax", "gt", "lt", "st"].filter((name) => rule[name] !== undefined).map((name) => `${name} ${rule[name]}${name[0] === "p" ? " s" : ""}`).join(", ");
    return el("figure", { "data-path": `chart ${chart.path}` },
      el("figcaption", {}, el("span.path", {}, chart.path), ` ${chart.resource.name} `, el("strong", {}, last ? String(last.v) : "–"), ` ${chart.resource.unit} `,
        el("button", { type: "button", class: "close", title: "take the chart away", onclick: () => chart.close ? chart.close() : this.toggle(chart.path, chart.resource) }, "×")),
      this.drawing(chart),
      el("ul.why", {}, chart.rules.map((rule) => el("li", {}, `${rule.name ?? `server ${rule.server}`}: ${words(rule) || "no attributes"}`)),
        chart.why.map((line) => el("li", {}, line))));
  },

  drawing(chart) {
    const width = Math.max(200, this.body.clientWidth - 30);
    const height = 170;
    const [left, right, top, bottom] = [58, width - 8, 8, height - 22];
    const end = PanelsView.clock();
    const start = end - this.seconds;
    const shown = chart.points.filter((point) => point.t >= start);
    const before = chart.points.filter((point) => point.t < start).pop();
    const limits = chart.rules.flatMap((rule) => [["gt", rule.gt], ["lt", rule.lt]].filter(([, value]) => value !== undefined).map(([name, value]) => ({ name, value: Number(value), server: rule.server })));
    const values = [...(before ? [before] : []), ...shown].map((point) => point.v).concat(limits.map((limit) => limit.value));
    let [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
    if (low === high) { low -= Math.abs(low) * .1 || 1; high += Math.abs(high) * .1 || 1; }
    const marks = roundMarks(low, high);
    [low, high] = [Math.min(low, marks[0]), Math.max(high, marks[marks.length - 1])];
    const x = (t) => left + (t - start) / this.seconds * (right - left);
    const y = (v) => bottom - (v - low) / (high - low) * (bottom - top);
    const text = (number) => Number(number.toPrecision(6)).toString();
    let line = "";
    if (before) line = `M${left} ${y(before.v).toFixed(1)}`;
    for (const point of shown) line += (line ? `H${x(point.t).toFixed(1)}V` : `M${x(point.t).toFixed(1)} `) + y(point.v).toFixed(1);
    return svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": `${chart.resource.name} over the last ${this.seconds} seconds, between ${text(low)} and ${text(high)}` },
      marks.flatMap((value) => [svg("line", { class: "grid", x1: left, x2: right, y1: y(value), y2: y(value) }), label(left - 6, y(value) + 4, text(value), "end")]),
      [0, .5, 1].filter((part) => start + part * this.seconds >= 0).map((part) => label(left + part * (right - left), height - 6, clockText(start + part * this.seconds, 0), part === 0 ? "start" : part === 1 ? "end" : "middle")),
      limits.flatMap((limit) => [svg("line", { class: "limit", x1: left, x2: right, y1: y(limit.value), y2: y(limit.value) }), label(right - 2, y(limit.value) - 3, `${limit.name} ${limit.value}`, "end")]),
      chart.told.filter((told) => told.t >= start && told.t <= end).map((told) => svg("line", { class: "told", x1: x(told.t), x2: x(told.t), y1: top, y2: bottom })),
      svg("path", { class: "curve", d: line || `M${left} ${bottom}` }),
      shown.slice(-300).map((point) => svg("circle", { cx: x(point.t).toFixed(1), cy: y(point.v).toFixed(1), r: 2 })));
  },
};

/** Round numbers from below the lowest value to above the highest, about five. */
function roundMarks(low, high) {
  const rough = (high - low) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * unit).find((size) => size >= rough * .999) ?? rough;
  const marks = [];
  for (let count = Math.floor(low / step); marks.length < 12; count++) {
    marks.push(Number((count * step).toPrecision(12)));
    if (count * step >= high) break;
  }
  return marks;
}

function label(x, y, text, anchor) {
  const element = svg("text", { x, y, "text-anchor": anchor });
  element.textContent = text;
  return element;
}
