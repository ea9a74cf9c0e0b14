// The module itself, its servers, its pins, and who may do what.

const PanelsView = {
  module: null,
  pulses: new Map(),
  now: 0,
  nowAt: 0,

  make(parent) {
    this.moduleBody = makeView("module", "Module", parent).body;
    this.loadSoon = soon(() => this.load(), 200);
    Bus.on("open", () => this.load());
    Bus.on("sign", (sign) => this.setClock(sign.now));
    Bus.on("entries", (entries) => this.follow(entries));
    setInterval(() => this.tick(), 250);
  },

  makeAccess(parent) { this.accessBody = makeView("access", "Access rights", parent).body; },

  async load() {
    const module = await Link.get("module");
    if (!module) return;
    this.module = module;
    this.setClock(module.now);
    Bus.tell("module", module);
    this.draw();
  },

  setClock(now) { this.now = Number(now); this.nowAt = performance.now(); },
  clock() { return this.now + (Link.record ? 0 : (performance.now() - this.nowAt) / 1000 * (this.module?.speed ?? 1)); },

  follow(entries) {
    let isNew = false;
    for (const entry of entries) {
      if (entry.t > this.clock()) this.setClock(entry.t);
      if (entry.k === "pulse" || entry.k === "pin") this.addPulse(entry);
      if (["state", "server", "reset", "load", "command", "pin"].includes(entry.k)) isNew = true;
      if (entry.k === "changed" && (/^\/[123]\//.test(entry.path) || entry.what !== "written")) isNew = true;
      if (entry.k === "at" && !entry.out) isNew = true;
    }
    if (isNew && !Link.record) this.loadSoon();
  },

  addPulse(entry) {
    const id = entry.k === "pulse" ? entry.pin : entry.pin.id;
    const steps = this.pulses.get(id) ?? [];
    if (entry.k === "pulse" && entry.mode === 25) {
      steps.push({ t: entry.t, level: entry.level });
      if (entry.ms) steps.push({ t: entry.t + entry.ms / 1000, level: 1 - entry.level });
    } else if (entry.k === "pin") steps.push({ t: entry.t, level: entry.pin.level, was: entry.was });
    this.pulses.set(id, steps.sort((a, b) => a.t - b.t).slice(-200));
  },

  draw() {
    const module = this.module;
    const sim = module.sim ? `IMSI ${module.sim.imsi}, ICCID ${module.sim.iccid}${module.sim.msisdn ? ", " + module.sim.msisdn : ""}` : "none";
    const facts = [["product", `${module.product}, ${module.group}`], ["profile", `${module.profile} ${module.profileName ?? ""}`],
      ["IMEI", module.imei], ["SIM", sim], ["state", module.standing],
      ["calendar", new Date(Number(module.unixTime) * 1000).toISOString().replace(".000Z", "Z")],
      ["time", module.speed === 1 ? "as fast as here" : `${module.speed} times as fast as here`]];
    document.getElementById("name").textContent = module.product;
    document.getElementById("standing").textContent = `profile ${module.profile} ${module.profileName ?? ""}: ${module.standing}`;
    document.title = `${module.product} · xlwm2m`;
    this.lamps = new Map();
    renew(this.moduleBody, [
      el("dl.facts", {}, facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
      el("h3", {}, "Servers"), this.serverTable(module.servers),
      el("h3", {}, "GPIO pins"), el("div.pins", { id: "pins" }, module.pins.map((pin) => this.pinRow(pin))),
      el("p.faint", {}, module.program)]);
    for (const pin of module.pins) {
      const row = this.moduleBody.querySelector(`[data-path="pin ${pin.id}"]`);
      this.lamps.set(pin.id, { pin, lamp: row.querySelector(".lamp"), path: row.querySelector("path") });
    }
    this.drawRights(module.rights);
    this.drawAskers(module);
    this.tick();
  },

  serverTable(servers) {
    if (!servers.length) return el("p.faint", {}, "no account of a server");
    return table(["server", "URI", "state", "next", "lifetime", "binding", "observes"], servers.map((server) => {
      const next = el("span", { "data-due": server.next === undefined ? null : this.clock() + Number(server.next) });
      return [server.id, server.uri, server.state + (server.isResting ? ", resting" : ""), next, `${server.lifetime} s`, server.binding, server.observes.join(" ")];
    }), ["number", "", "", "number", "number", "", "code"]);
  },

  pinRow(pin) {
    const modes = { 0: "output", 1: "input", 2: "network status", 25: "pulses of scripts", 255: "disabled" };
    const lamp = el(`span.lamp${pin.level ? ".on" : ""}`, { role: "img", "aria-label": pin.level ? "on" : "off" });
    const path = svg("path");
    return el("div.pin", { "data-path": `pin ${pin.id}` }, lamp, el("span.code", {}, `${pin.id}`), el("span.faint", {}, modes[pin.mode] ?? `mode ${pin.mode}`),
      svg("svg", { viewBox: "0 0 300 24", preserveAspectRatio: "none", role: "img", "aria-label": `the last 30 seconds of pin ${pin.id}` }, path));
  },

  /** Levels of the last thirty seconds, a tenth of a second for each unit. */
  drawPins() {
    const now = this.clock();
    for (const [id, { pin, lamp, path }] of this.lamps ?? []) {
      const steps = (this.pulses.get(id) ?? []).filter((step) => step.t <= now);
      let level = steps.length ? steps[0].was ?? 1 - steps[0].level : pin.level;
      let line = "";
      const y = (value) => value ? 4 : 20;
      for (const step of steps) {
        const x = 300 - (now - step.t) * 10;
        if (x < 0) { level = step.level; continue; }
        line += (line ? "" : `M0 ${y(level)}`) + `H${x.toFixed(1)}V${y(step.level)}`;
        level = step.level;
      }
      path.setAttribute("d", (line || `M0 ${y(level)}`) + "H300");
      const isOn = Boolean(steps.length ? level : pin.level);
      lamp.classList.toggle("on", isOn);
      lamp.setAttribute("aria-label", isOn ? "on" : "off");
    }
  },

  tick() {
    if (!this.module || document.hidden) return;
    const now = this.clock();
    document.getElementById("clock").textContent = clockText(now, 0);
    for (const element of this.moduleBody.querySelectorAll("[data-due]")) element.textContent = `${Math.max(0, Math.round(element.dataset.due - now))} s`;
    this.drawPins();
  },

  drawRights(rights) {
    if (!rights.servers.length) return this.accessBody.replaceChildren(el("p.faint", {}, "no server has an account, so no access right binds anybody"));
    const letters = (mask) => ["R", "W", "E", "D", "C"].map((letter, bit) => mask >> bit & 1 ? letter : "·").join("");
    this.accessBody.replaceChildren(table(["instance", "owner", ...rights.servers.map((server) => `server ${server}`)],
      rights.rows.map((row) => [el("span.code", {}, row.path), row.owner ?? "none", ...row.rights.map((mask) => el("span.right", { title: "read, write, execute, delete, create" }, letters(mask)))])),
      el("p.faint", {}, "R read, W write, E execute, D delete, C create; the AT side and the bootstrap server are bound by none"));
  },

  drawAskers(module) {
    const select = document.getElementById("as");
    const names = ["at", "bootstrap", ...new Set([...module.rights.servers, ...module.servers.map((server) => server.id)].map(String))];
    if (![...names].includes(Link.as)) names.push(Link.as);
    if (names.join() === [...select.options].map((option) => option.value).join()) return;
    const words = { at: "AT", bootstrap: "bootstrap" };
    select.replaceChildren(...names.map((name) => el("option", { value: name }, words[name] ?? `server ${name}`)));
    select.value = Link.as;
  },
};
