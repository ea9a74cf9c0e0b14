// The way to the program: events that come, and lines that are sent.

const Link = {
  /** The time line of a run that is over; null for one that goes on. */
  record: JSON.parse(document.getElementById("record").textContent),
  /** Who asks. */
  as: "at",
  /** What every line is sent with. */
  query: "",
  waiting: [],
  isDrawing: false,
  source: null,
  /** The number of the last entry that came. */
  last: 0,

  /** Begins to listen. */
  begin() {
    if (this.record) {
      this.show("closed", "recorded");
      Bus.tell("open");
      Bus.tell("entries", this.record.entries.map((entry, index) => ({ n: index + 1, ...entry })));
      return;
    }
    this.source = new EventSource(`events?after=${this.last}`);
    this.source.onopen = () => {
      this.show("open", "live");
      Bus.tell("open");
    };
    this.source.onerror = () => {
      this.show("lost", "connection lost");
      // The browser tries again by itself unless it was refused.
      if (this.source.readyState === EventSource.CLOSED) setTimeout(() => { this.source.close(); this.begin(); }, 2000);
    };
    this.source.onmessage = (event) => {
      this.last = Number(event.lastEventId);
      this.take({ n: this.last, ...readJSON(event.data) });
    };
    this.source.addEventListener("gap", (event) => this.take({ k: "gap", text: `${event.data} entries are gone: they came faster than they were taken` }));
    this.source.addEventListener("sign", (event) => Bus.tell("sign", readJSON(event.data)));
  },

  show(state, words) {
    const element = document.getElementById("link");
    element.dataset.state = state;
    element.textContent = words;
  },

  /** Passes entries on in one piece for each picture that the browser draws. */
  take(entry) {
    this.waiting.push(entry);
    if (this.isDrawing) return;
    this.isDrawing = true;
    const pass = () => {
      this.isDrawing = false;
      const entries = this.waiting;
      this.waiting = [];
      Bus.tell("entries", entries);
    };
    // A hidden page draws no pictures.
    if (document.hidden) setTimeout(pass, 200); else requestAnimationFrame(pass);
  },

  /** Asks for something; null if there is no connection. */
  async get(path) {
    if (this.record) return this.record[path] ?? null;
    try {
      const answer = await fetch(path, { cache: "no-store" });
      return answer.ok ? readJSON(await answer.text()) : null;
    } catch { return null; }
  },

  async post(path, body) {
    if (this.record) return { error: "this is a recorded run" };
    try {
      const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body });
      const text = await answer.text();
      return answer.ok ? readJSON(text) : { error: text.trim() };
    } catch { return { error: "no connection to the program" }; }
  },

  /** Carries out a line as at the prompt; the answers, or one with an error. */
  async run(line, { quiet = false, as = this.as } = {}) {
    const result = await this.post(`run?as=${encodeURIComponent(as)}${quiet ? "&quiet=1" : ""}${this.query}`, line);
    return result.error ? [{ text: result.error, failed: true, json: { error: result.error } }] : result.answers.map((answer) => ({ ...answer, as: result.as, isNoisy: result.isNoisy }));
  },
};
