// CoAP messages and what they carry, decoded for people (RFC 7252; LwM2M 1.0 for TLV).

const CoAP = {
  types: ["CON", "NON", "ACK", "RST"],
  methods: { 1: "GET", 2: "POST", 3: "PUT", 4: "DELETE" },
  names: {
    "2.01": "Created", "2.02": "Deleted", "2.03": "Valid", "2.04": "Changed", "2.05": "Content", "2.31": "Continue",
    "4.00": "Bad Request", "4.01": "Unauthorized", "4.02": "Bad Option", "4.03": "Forbidden", "4.04": "Not Found",
    "4.05": "Method Not Allowed", "4.06": "Not Acceptable", "4.08": "Request Entity Incomplete", "4.12": "Precondition Failed",
    "4.13": "Request Entity Too Large", "4.15": "Unsupported Content-Format", "5.00": "Internal Server Error",
    "5.01": "Not Implemented", "5.02": "Bad Gateway", "5.03": "Service Unavailable", "5.04": "Gateway Timeout",
  },
  options: {
    1: ["If-Match", "hex"], 3: ["Uri-Host", "text"], 4: ["ETag", "hex"], 5: ["If-None-Match", "empty"], 6: ["Observe", "uint"],
    7: ["Uri-Port", "uint"], 8: ["Location-Path", "text"], 11: ["Uri-Path", "text"], 12: ["Content-Format", "format"],
    14: ["Max-Age", "uint"], 15: ["Uri-Query", "text"], 17: ["Accept", "format"], 20: ["Location-Query", "text"],
    23: ["Block2", "block"], 27: ["Block1", "block"], 28: ["Size2", "uint"], 35: ["Proxy-Uri", "text"], 60: ["Size1", "uint"],
  },
  formats: {
    0: "text/plain", 40: "application/link-format", 42: "application/octet-stream", 50: "application/json",
    1541: "TLV (1541)", 1542: "TLV (1542)", 1543: "JSON (1543)", 11542: "application/vnd.oma.lwm2m+tlv",
    11543: "application/vnd.oma.lwm2m+json",
  },

  bytes(base64) { return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)); },
  hex(bytes) { return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""); },
  uint(bytes) { return bytes.reduce((sum, byte) => sum * 256 + byte, 0); },
  text(bytes) { return new TextDecoder().decode(bytes); },

  /** A message; `error` says where it cannot be read any further. */
  decode(bytes) {
    const message = { options: [], payload: new Uint8Array() };
    if (bytes.length < 4) return { ...message, error: "shorter than a header" };
    message.type = this.types[bytes[0] >> 4 & 3];
    const code = bytes[1];
    message.code = `${code >> 5}.${String(code & 31).padStart(2, "0")}`;
    message.name = code === 0 ? "empty" : code < 32 ? this.methods[code] ?? message.code : `${message.code} ${this.names[message.code] ?? ""}`.trim();
    message.id = bytes[2] << 8 | bytes[3];
    let at = 4 + (bytes[0] & 15);
    message.token = this.hex(bytes.subarray(4, at));
    let number = 0;
    while (at < bytes.length && bytes[at] !== 255) {
      const head = bytes[at++];
      const extend = (nibble) => {
        if (nibble === 13) return 13 + bytes[at++];
        if (nibble === 14) { at += 2; return 269 + (bytes[at - 2] << 8 | bytes[at - 1]); }
        return nibble;
      };
      number += extend(head >> 4);
      const length = extend(head & 15);
      const value = bytes.subarray(at, at + length);
      at += length;
      if (!(at <= bytes.length)) return { ...message, error: "an option ends after the message" };
      message.options.push(this.option(number, value));
    }
    if (bytes[at] === 255) message.payload = bytes.subarray(at + 1);
    return message;
  },

  option(number, value) {
    const [name, kind] = this.options[number] ?? [`option ${number}`, "hex"];
    const uint = this.uint(value);
    const text = kind === "text" ? this.text(value) : kind === "uint" ? String(uint) : kind === "empty" ? ""
      : kind === "format" ? this.formats[uint] ?? String(uint)
      : kind === "block" ? `${uint >> 4}, ${uint & 8 ? "more" : "last"}, ${2 ** ((uint & 7) + 4)} bytes` : this.hex(value);
    return { number, name, text, uint };
  },

  path(message, name = "Uri-Path") {
    return "/" + message.options.filter((option) => option.name === name).map((option) => option.text).join("/");
  },

  /** One line: `CON GET /3/0/0`. */
  summary(message) {
    if (message.error) return message.error;
    const query = message.options.filter((option) => option.name === "Uri-Query").map((option) => option.text).join("&");
    const isRequest = message.code[0] === "0" && message.code !== "0.00";
    const observe = message.options.find((option) => option.name === "Observe");
    const blocks = message.options.filter((option) => option.name.startsWith("Block")).map((option) => ` ${option.name} ${option.text}`).join("");
    return `${message.type} ${message.name}${isRequest ? " " + this.path(message) + (query ? "?" + query : "") : ""}` +
      (observe ? ` Observe ${observe.text}` : "") + blocks + (message.payload.length ? ` ${message.payload.length} B` : "");
  },

  /** What is told of a message besides its line. */
  details(entry) {
    const message = this.decode(this.bytes(entry.data));
    const format = message.options.find((option) => option.name === "Content-Format");
    const rows = [["type", message.type], ["code", message.name], ["message id", message.id], ["token", message.token || "none"],
      ...message.options.map((option) => [option.name, option.text])];
    return el("div", {}, table(["", ""], rows), this.payload(message.payload, format?.uint, entry.hidden),
      el("h3", {}, "bytes"), el("pre", {}, this.dump(this.bytes(entry.data))));
  },

  payload(bytes, format, hidden) {
    if (hidden) return el("p.faint", {}, `${hidden} bytes of payload are not shown: they may hold keys of Object 0`);
    if (!bytes.length) return el("p.faint", {}, "no payload");
    if (format === 1542 || format === 11542) {
      try {
        return table(["path", "kind", "value"], this.tlv(bytes, ""));
      } catch { return el("p.bad", {}, "this is no TLV"); }
    }
    const text = this.text(bytes);
    if (format === 1543 || format === 11543 || format === 50) {
      try {
        const json = JSON.parse(text);
        if (Array.isArray(json.e)) return table(["path", "value"], json.e.map((entry) => [(json.bn ?? "") + (entry.n ?? ""), String(entry.v ?? entry.sv ?? entry.bv ?? entry.ov)]));
      } catch { /* shown as it is */ }
    }
    const isText = /^[\x20-\x7e\s\u00a0-\uffff]*$/.test(text) && !text.includes("\ufffd");
    return el("pre", {}, isText ? text : this.dump(bytes));
  },

  /** The entries of a TLV as rows; throws if a length leads beyond the end. */
  tlv(bytes, path, depth = 0) {
    if (depth > 4) throw new RangeError("too deep");
    const kinds = ["instance", "resource instance", "multiple", "resource"];
    const rows = [];
    let at = 0;
    while (at < bytes.length) {
      const head = bytes[at++];
      const idLength = head & 32 ? 2 : 1;
      const id = this.uint(bytes.subarray(at, at + idLength));
      at += idLength;
      const lengthLength = head >> 3 & 3;
      const length = lengthLength ? this.uint(bytes.subarray(at, at + lengthLength)) : head & 7;
      at += lengthLength;
      if (at + length > bytes.length) throw new RangeError("beyond the end");
      const value = bytes.subarray(at, at + length);
      at += length;
      const kind = [0, 1, 2, 3][head >> 6];
      const here = `${path}/${id}`;
      if (kind === 0 || kind === 2) rows.push([here, kinds[kind], ""], ...this.tlv(value, here, depth + 1));
      else rows.push([here, kinds[kind], this.valueText(value)]);
    }
    return rows;
  },

  /** A value whose type nobody told: as a text, a number or hex. */
  valueText(bytes) {
    const text = this.text(bytes);
    const hex = this.hex(bytes);
    if (/^[\x20-\x7e]{2,}$/.test(text) && !(bytes.length === 4 || bytes.length === 8)) return `"${text}"`;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    switch (bytes.length) {
      case 0: return "empty";
      case 1: return `${view.getInt8(0)}`;
      case 2: return `${view.getInt16(0)}  (${hex})`;
      case 4: return `${view.getInt32(0)} or ${Number(view.getFloat32(0).toPrecision(7))}  (${hex})`;
      case 8: return `${view.getBigInt64(0)} or ${view.getFloat64(0)}  (${hex})`;
      default: return hex;
    }
  },

  dump(bytes) {
    const lines = [];
    for (let at = 0; at < Math.min(bytes.length, 4096); at += 16) {
      const row = bytes.subarray(at, at + 16);
      const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
      const text = Array.from(row, (byte) => byte > 31 && byte < 127 ? String.fromCharCode(byte) : ".").join("");
      lines.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(47)}  ${text}`);
    }
    return lines.join("\n");
  },
};

/** A table with heads; empty heads are left out. */
function table(heads, rows, classes = []) {
  const head = heads.some((text) => text) ? el("thead", {}, el("tr", {}, heads.map((text, index) => el("th", { scope: "col", class: classes[index] }, text)))) : null;
  return el("div.scroll", {}, el("table", {}, head, el("tbody", {}, rows.map((row) =>
    el("tr", {}, row.map((cell, index) => el("td", { class: classes[index] }, cell instanceof Node ? cell : String(cell ?? ""))))))));
}
