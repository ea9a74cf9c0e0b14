// Puts the page together: views and their tabs, the command line, the theme.

/** Shows what a line was answered. */
function showAnswers(answers) {
  const output = document.getElementById("answer");
  const text = answers.map((answer) => answer.text || (answer.isWaiting ? "the answer takes a while: see the time line" : "")).join("\n").trim();
  output.textContent = text;
  document.getElementById("answers").hidden = !text;
  output.classList.toggle("failed", answers.some((answer) => answer.failed));
  const last = answers[answers.length - 1];
  if (last?.as && last.as !== Link.as) setAsker(last.as);
}

function setAsker(name) {
  Link.as = name;
  if (PanelsView.module) PanelsView.drawAskers(PanelsView.module);
  document.getElementById("as").value = name;
}

const Tabs = {
  names: [],
  make() {
    const nav = document.querySelector("nav");
    for (const view of document.querySelectorAll("main .view")) {
      const name = view.id.slice(5);
      this.names.push(name);
      nav.append(el("button", { type: "button", role: "tab", id: `tab-${name}`, "data-for": name, "aria-controls": view.id, onclick: () => this.show(name) }, view.getAttribute("aria-label")));
    }
    nav.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const buttons = [...nav.children].filter((button) => button.offsetParent);
      const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    });
    const [first, second] = this.names.includes("objects") ? ["objects", "module"] : ["clients", "observed"];
    const widths = [matchMedia("(min-width: 1100px)"), matchMedia("(min-width: 1800px)")];
    const settle = () => {
      // A view that has a place of its own leaves the others theirs.
      if (widths[1].matches && this.current === first || widths[0].matches && this.current === "timeline") this.show(widths[1].matches ? second : first);
      TimelineView.draw();
    };
    this.show(widths[1].matches ? second : first);
    for (const width of widths) width.addEventListener("change", settle);
  },
  show(name) {
    this.current = name;
    for (const view of document.querySelectorAll("main .view")) view.classList.toggle("active", view.id === `view-${name}`);
    for (const button of document.querySelectorAll("nav button")) {
      const isCurrent = button.dataset.for === name;
      button.setAttribute("aria-selected", isCurrent);
      button.tabIndex = isCurrent ? 0 : -1;
    }
    Bus.tell("shown", name);
    TimelineView.draw();
  },
};

const Prompt = {
  history: [],
  at: 0,
  make() {
    const form = document.getElementById("prompt");
    const input = document.getElementById("line");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const line = input.value.trim();
      if (!line) return;
      if (this.history[this.history.length - 1] !== line) this.history.push(line);
      this.at = this.history.length;
      input.value = "";
      showAnswers(await Link.run(line));
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.getElementById("answers").hidden = true;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.at = Math.min(this.history.length, Math.max(0, this.at + step));
      input.value = this.history[this.at] ?? "";
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) { event.preventDefault(); input.focus(); }
    });
    document.getElementById("close").addEventListener("click", () => { document.getElementById("answers").hidden = true; });
    if (Link.record) form.hidden = true;
  },
};

const Theme = {
  names: ["auto", "light", "dark"],
  make() {
    let name = "auto";
    try { name = localStorage.getItem("theme") ?? "auto"; } catch { /* a page from a file may have no storage */ }
    const button = document.getElementById("theme");
    const show = () => {
      if (name === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
      button.textContent = `theme: ${name}`;
    };
    button.addEventListener("click", () => {
      name = this.names[(this.names.indexOf(name) + 1) % this.names.length];
      try { localStorage.setItem("theme", name); } catch { /* as above */ }
      show();
    });
    show();
  },
};

const main = document.querySelector("main");
const side = el("div", { id: "side" });
if (document.body.dataset.kind === "server") {
  ServerView.make(main);
  TimelineView.groups = { events: ["event", "gap"], answers: ["answer"], CoAP: ["coap"] };
  TimelineView.make(main);
  main.append(side);
  ServerView.makeCharts(side);
} else {
  ObjectsView.make(main);
  TimelineView.make(main);
  main.append(side);
  PanelsView.make(side);
  ChartsView.make(side);
  if (!Link.record) ActionsView.make(side);
  PanelsView.makeAccess(side);
}
Tabs.make();
Prompt.make();
Theme.make();
document.getElementById("as").addEventListener("change", (event) => { Link.as = event.target.value; });
Link.begin();
