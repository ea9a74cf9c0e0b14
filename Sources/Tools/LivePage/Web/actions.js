// What a person does to the module besides its Objects: time, surroundings, files, and what is kept of a run.

const ActionsView = {
  make(parent) {
    this.filesBody = makeView("files", "Files", parent, el("button", { type: "button", id: "relist", onclick: () => this.list() }, "list again")).body;
    const body = makeView("tools", "Tools", parent).body;
    const deed = (text, line, title) => el("button", { type: "button", title: title ?? line, onclick: () => Link.run(line).then(showAnswers) }, text);
    this.result = el("div", { id: "dropped", "aria-live": "polite" });
    const file = el("input", { type: "file", id: "file", accept: ".lua,.xml", multiple: true, onchange: () => this.take([...file.files]) });
    body.append(
      el("h3", {}, "An Object from a file"),
      el("label.drop", { for: "file" }, "drop an object_….lua or an OMA definition (.xml) anywhere on the page, or choose one ", file), this.result,
      el("h3", {}, "Time"), this.timeForm(),
      el("h3", {}, "Life"), el("p.deeds", {}, deed("boot", "boot"), deed("off", "off"), deed("reset", "reset"), deed("client anew", "reset client", "reset client: with a new database"),
        deed("loss of power", "reset power", "reset power: what is not saved is lost"), deed("as new", "reset factory"), deed("save", "save", "AT+ULWM2MWRITE=\"\"")),
      el("h3", {}, "SIM"), el("p.deeds", {}, deed("insert", "sim insert"), deed("test card", "sim test"), deed("remove", "sim remove")),
      el("h3", {}, "Identity and surroundings"), this.settingForm(),
      el("h3", {}, "Keep the time line"), el("p.deeds", {},
        el("a", { href: "record.html", download: "run.html", id: "save-html" }, "as a page"),
        el("a", { href: "timeline.pcapng", download: "run.pcapng", id: "save-pcapng" }, "messages as pcapng"),
        el("a", { href: "run.scenario", download: "run.scenario", id: "save-scenario" }, "what was done as a scenario")));
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => {
      if (![...event.dataTransfer?.types ?? []].includes("Files")) return;
      event.preventDefault();
      if (name === "drop") { Tabs.show("tools"); this.take([...event.dataTransfer.files]); }
    });
    this.listSoon = soon(() => this.list(), 400);
    Bus.on("open", () => this.list());
    Bus.on("entries", (entries) => {
      if (entries.some((entry) => entry.k === "state" || entry.k === "load" || entry.k === "at" && /DWNFILE|DELFILE|OK/.test(entry.text))) this.listSoon();
    });
  },

  timeForm() {
    const speed = el("select", { id: "speed", "aria-label": "how fast the module's time goes", onchange: () => this.time(`speed=${speed.value}`) },
      [0.1, 0.5, 1, 2, 10, 60, 600].map((value) => el("option", { value, selected: value === 1 }, value === 1 ? "as here" : `${value} times`)));
    Bus.on("module", (module) => { if (document.activeElement !== speed && [...speed.options].some((option) => Number(option.value) === module.speed)) speed.value = module.speed; });
    const seconds = el("input", { type: "number", id: "step", value: 60, min: 0.001, max: 86400, step: "any", "aria-label": "seconds to let pass at once" });
    return el("form.deeds", { onsubmit: (event) => { event.preventDefault(); this.time(`step=${seconds.value}`); } }, el("label", {}, "speed ", speed), seconds, el("button", {}, "let these seconds pass"));
  },

  async time(query) {
    const result = await Link.post(`time?${query}`, "");
    if (result.error) showAnswers([{ text: result.error, failed: true }]);
    PanelsView.load();
  },

  settingForm() {
    const examples = { location: "47.285,8.565,520", rssi: "-85", quality: "20", cell: "4711", clock: "2026-01-01T12:00:00Z", imei: "490154203237518", msisdn: "+15555550199", carrier: "90", client: "off", bearer: "7", mnc: "1", mcc: "232", ip: "10.0.0.2", router: "10.0.0.1", apn: "internet" };
    const name = el("select", { id: "setting", "aria-label": "what to set", onchange: () => { value.placeholder = examples[name.value]; value.value = ""; } }, Object.keys(examples).map((key) => el("option", {}, key)));
    const value = el("input", { id: "setting-value", "aria-label": "its value", placeholder: examples.location });
    return el("form.deeds", { onsubmit: (event) => { event.preventDefault(); Link.run(`set ${name.value} ${quoted(value.value || value.placeholder, "String")}`).then(showAnswers); } }, name, value, el("button", {}, "set"));
  },

  async list() {
    if (Link.record) return;
    const [answer] = await Link.run("files", { quiet: true, as: "at" });
    const json = answer?.json ?? {};
    if (json.error) return renew(this.filesBody, [el("p.bad", {}, json.error)]);
    const used = (json.files ?? []).filter((file) => !file.builtIn).reduce((sum, file) => sum + file.size, 0);
    renew(this.filesBody, [
      json.free === undefined ? el("p.faint", {}, "no flash: run --flash DIR gives one") : el("p", {}, el("meter", { min: 0, max: used + json.free, value: used, "aria-label": "used" }), ` ${used} bytes used, ${json.free} free`),
      table(["tag", "bytes", "name", "from"], (json.files ?? []).map((file) => [file.tag, file.size, file.name, file.builtIn ? "the module" : "the flash"]), ["", "number", "code", ""])]);
  },

  /** Files that were dropped: generated if they are definitions, checked, loaded. */
  async take(files) {
    this.result.replaceChildren(el("p.faint", {}, "…"));
    const results = [];
    for (const file of files) {
      const result = await Link.post(`drop?name=${encodeURIComponent(file.name)}`, await file.arrayBuffer());
      results.push(el("section", {}, el("h3", {}, file.name), result.error ? el("p.bad", {}, result.error) : result.files.map((made) => this.made(made))));
    }
    this.result.replaceChildren(...results);
    ObjectsView.load();
  },

  made(made) {
    const source = made.source.split("\n");
    const findings = made.findings.map((finding) => {
      const first = Math.max(0, finding.line - 2);
      const lines = finding.line > 0 ? source.slice(first, finding.line + 1).map((text, index) => {
        const number = first + index + 1;
        return el(`div${number === finding.line ? ".here" : ""}`, {}, el("span.faint", {}, String(number).padStart(5) + "  "), text);
      }) : [];
      return el("li", {}, el(`strong.${finding.severity}`, {}, finding.severity), ` ${finding.message} `, el("span.faint", {}, `[${finding.rule}]`), lines.length ? el("pre", {}, lines) : null);
    });
    return el("div", {}, el("p", {}, el("span.code", {}, made.name), `: ${made.outcome}`),
      findings.length ? el("ul.findings", {}, findings) : el("p.good", {}, "nothing to find fault with"),
      el("button", { type: "button", onclick: () => saveFile(made.name, "text/plain", made.source) }, "save the file"));
  },
};
