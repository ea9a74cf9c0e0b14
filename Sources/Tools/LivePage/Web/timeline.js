// Everything that happened, on the module's clock: thousands of rows, of which those exist that can be seen.

const TimelineView = {
  entries: [],
  shown: [],
  selected: null,
  /** The rows that exist, by their entries. */
  drawn: new Map(),
  isFollowing: true,
  rowHeight: 26,
  most: 20000,
  groups: {
    AT: ["at"], URC: ["urc"], CoAP: ["coap", "notify"], script: ["print", "fault"], pins: ["pulse", "pin"],
    module: ["state", "reset", "load", "server", "note", "gap"], changes: ["changed"], commands: ["command"],
  },
  off: new Set(),
  words: "",

  make(parent) {
    this.follow = el("input", { type: "checkbox", checked: true, id: "follow", onchange: () => { this.isFollowing = this.follow.checked; this.draw(); } });
    this.count = el("span.faint", { id: "count" }, "0");
    const { section, body } = makeView("timeline", "Time line", parent, this.count,
      el("label", {}, this.follow, " follow"), el("button", { type: "button", id: "clear", onclick: () => this.clear() }, "clear"), this.extras = el("span"));
    body.remove();
    const boxes = Object.keys(this.groups).map((name) => el("label", {}, el("input", {
      type: "checkbox", checked: true, name, onchange: (event) => {
        for (const kind of this.groups[name]) if (event.target.checked) this.off.delete(kind); else this.off.add(kind);
        this.sift();
      },
    }), name));
    this.search = el("input", { type: "search", id: "search", placeholder: "only with", "aria-label": "only entries with these words", oninput: () => { this.words = this.search.value.toLowerCase(); this.sift(); } });
    this.all = el("div.all");
    this.rows = el("div.rows", { role: "listbox", tabindex: "0", "aria-label": "what happened", onscroll: () => this.scrolled(), onkeydown: (event) => this.typed(event) }, this.all);
    this.details = el("div.details", { hidden: true, role: "region", "aria-label": "details" });
    section.append(el("div.filters", {}, boxes, this.search), this.rows, this.details);
    new ResizeObserver(() => {
      this.rowHeight = parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.625;
      this.draw();
    }).observe(this.rows);
    Bus.on("entries", (entries) => this.add(entries));
  },

  kindText(entry) {
    switch (entry.k) {
      case "at": return `AT ${entry.out ? "<" : ">"}`;
      case "coap": return `CoAP ${entry.out ? "→" : "←"}`;
      case "urc": return "URC";
      default: return entry.k;
    }
  },

  /** One line for an entry; made once. */
  text(entry) {
    if (entry.line !== undefined) return entry.line;
    let line = entry.text ?? "";
    switch (entry.k) {
      case "at": line = (entry.port ? `[${entry.port}] ` : "") + entry.text; break;
      case "coap": line = CoAP.summary(CoAP.decode(CoAP.bytes(entry.data))) + (entry.hidden ? ` ${entry.hidden} B not shown` : "") + (entry.repeated ? " again" : "") + (entry.peer ? " " + ServerView.label(ServerView.nameOf(entry.peer)) : ` [${entry.server}]`); break;
      case "print": line = `${entry.file}${entry.line_ ? ":" + entry.line_ : ""}: ${entry.text}`; break;
      case "pulse": line = `pin ${entry.pin}` + (entry.mode === 25 ? ` to ${entry.level}${entry.ms ? ` for ${entry.ms} ms` : ""}` : ": has another mode, nothing is seen of it"); break;
      case "pin": line = `pin ${entry.pin.id} is ${entry.pin.level}, mode ${entry.pin.mode}`; break;
      case "changed": line = `${entry.path} ${entry.what} by ${entry.by}`; break;
      case "notify": line = `server ${entry.server} is told of ${entry.path}`; break;
      case "server": line = (entry.server !== undefined ? `server ${entry.server}: ` : "") + entry.text; break;
      case "answer": line = `${ServerView.label(entry.json?.client)} ${entry.command}  ⇒ ${entry.text}`.trimStart(); break;
      case "command": line = `${entry.text}  ⇒ ${entry.answer}`; break;
    }
    return entry.line = line.replace(/\s*\n\s*/g, " ⏎ ");
  },

  add(entries) {
    for (const entry of entries) {
      if (entry.k === "print") { entry.line_ = entry.line; delete entry.line; }
      this.entries.push(entry);
      if (this.passes(entry)) this.shown.push(entry);
    }
    if (this.entries.length > this.most) {
      this.entries.splice(0, this.entries.length - this.most);
      const first = this.entries[0];
      const cut = this.shown.findIndex((entry) => entry === first || entry.n > first.n);
      this.shown.splice(0, cut < 0 ? this.shown.length : cut);
    }
    this.draw();
  },

  passes(entry) {
    return !this.off.has(entry.k) && (!this.words || this.text(entry).toLowerCase().includes(this.words) || this.kindText(entry).toLowerCase().includes(this.words));
  },

  sift() {
    this.shown = this.entries.filter((entry) => this.passes(entry));
    this.draw();
  },

  clear() {
    this.entries = [];
    this.shown = [];
    this.select(null);
    this.draw();
  },

  scrolled() {
    const isAtEnd = this.rows.scrollTop + this.rows.clientHeight >= this.all.offsetHeight - this.rowHeight;
    if (this.isFollowing !== isAtEnd && !this.isMoving) this.follow.checked = this.isFollowing = isAtEnd;
    this.isMoving = false;
    this.draw();
  },

  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => { this.isDue = false; this.drawNow(); });
  },

  drawNow() {
    if (!this.rows.clientHeight) return;
    const total = this.shown.length;
    this.count.textContent = total === this.entries.length ? `${total}` : `${total} of ${this.entries.length}`;
    const height = `${total * this.rowHeight}px`;
    if (this.all.style.height !== height) this.all.style.height = height;
    if (this.isFollowing) {
      const end = Math.max(0, total * this.rowHeight - this.rows.clientHeight);
      if (Math.abs(this.rows.scrollTop - end) > 1) { this.isMoving = true; this.rows.scrollTop = end; }
    }
    const first = Math.max(0, Math.floor(this.rows.scrollTop / this.rowHeight) - 4);
    const last = Math.min(total, Math.ceil((this.rows.scrollTop + this.rows.clientHeight) / this.rowHeight) + 4);
    const drawn = new Map();
    for (let index = first; index < last; index++) {
      const entry = this.shown[index];
      const row = this.drawn.get(entry) ?? this.row(entry);
      this.drawn.delete(entry);
      drawn.set(entry, row);
      this.place(row, index, total);
    }
    // Those that stay in sight stay as they are.
    for (const row of this.drawn.values()) row.remove();
    this.drawn = drawn;
    let place = this.all.firstChild;
    for (const row of drawn.values()) if (row === place) place = place.nextSibling; else this.all.insertBefore(row, place);
    const active = this.selected && drawn.get(this.selected);
    if (active) this.rows.setAttribute("aria-activedescendant", active.id); else this.rows.removeAttribute("aria-activedescendant");
  },

  row(entry) {
    const row = el(`div.entry.k-${entry.k}${entry.failed ? ".k-failed" : ""}`, { role: "option", onclick: () => this.select(entry) },
      el("span.time", {}, entry.t === undefined ? "" : clockText(entry.t)), el("span.kind", {}, this.kindText(entry)), el("span.text", {}, this.text(entry)));
    row.entry = entry;
    return row;
  },

  place(row, index, total) {
    const set = (name, value) => { if (row.getAttribute(name) !== value) row.setAttribute(name, value); };
    set("id", `entry-${index}`);
    set("aria-posinset", `${index + 1}`);
    set("aria-setsize", `${total}`);
    set("aria-selected", row.entry === this.selected ? "true" : "false");
    const top = `${index * this.rowHeight}px`;
    if (row.style.top !== top) row.style.top = top;
  },

  typed(event) {
    const at = this.shown.indexOf(this.selected);
    const page = Math.max(1, Math.floor(this.rows.clientHeight / this.rowHeight) - 1);
    const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? this.shown.length - 1 : at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.shown.length - 1 };
    if (event.key === "Escape") return this.select(null);
    if (!(event.key in steps) || !this.shown.length) return;
    event.preventDefault();
    const index = Math.min(this.shown.length - 1, Math.max(0, steps[event.key]));
    this.select(this.shown[index]);
    const top = index * this.rowHeight;
    if (top < this.rows.scrollTop) this.rows.scrollTop = top;
    if (top + this.rowHeight > this.rows.scrollTop + this.rows.clientHeight) this.rows.scrollTop = top + this.rowHeight - this.rows.clientHeight;
  },

  select(entry) {
    this.selected = entry;
    this.details.hidden = !entry;
    if (entry) {
      this.follow.checked = this.isFollowing = false;
      this.details.replaceChildren(el("button", { type: "button", "aria-label": "close the details", onclick: () => this.select(null) }, "×"),
        el("h3", {}, `${entry.t === undefined ? "" : clockText(entry.t) + " "}${this.kindText(entry)}`), this.content(entry));
    }
    this.draw();
  },

  content(entry) {
    switch (entry.k) {
      case "coap": return el("div", {}, el("p", {}, `${entry.out ? "to" : "from"} ${entry.peer ? `${ServerView.nameOf(entry.peer)}, ${entry.peer}` : `server ${entry.server}, ${entry.uri}`}`), CoAP.details(entry));
      case "print": return el("div", {}, el("p", {}, `${entry.file}${entry.line_ ? ", line " + entry.line_ : ""}`), el("pre", {}, entry.text));
      case "answer": return el("div", {}, el("p.code", {}, entry.command), el("pre", {}, entry.text), el("pre", {}, JSON.stringify(entry.json, null, 2)));
      case "event": return el("div", {}, el("pre", {}, entry.text), el("pre", {}, JSON.stringify(entry.json, null, 2)));
      case "command": return el("div", {}, el("p.code", {}, `${entry.text} (as ${entry.by})`), el("pre", {}, entry.answer));
      default: return el("pre", {}, entry.text ?? this.text(entry));
    }
  },
};
