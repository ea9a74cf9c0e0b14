"use strict";
// What all parts of the page use: elements, texts, and who is told of what.

/** Makes an element; texts stay texts, whatever stands in them. */
function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "text") element.textContent = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** The same for drawings. */
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.flat());
  return element;
}

/**
 * Makes the children of an element those that are given, and keeps each element that is there already for the same thing:
 * a click, a selection and the focus survive. Elements with a `data-path` are for the same thing if that is the same.
 */
function renew(parent, children) {
  const kept = new Map();
  for (const child of parent.children) if (child.dataset.path) kept.set(child.dataset.path, child);
  let place = parent.firstChild;
  for (const child of children.flat().filter((child) => child !== undefined && child !== null && child !== false)) {
    const path = child.dataset?.path;
    const old = path ? kept.get(path) : place?.dataset?.path ? null : place;
    if (!isAlike(old, child)) {
      parent.insertBefore(child, place);
      continue;
    }
    if (old !== place) parent.insertBefore(old, place); else place = place.nextSibling;
    if (child.nodeType === Node.TEXT_NODE) { if (old.data !== child.data) old.data = child.data; continue; }
    for (const { name } of [...old.attributes]) if (!child.hasAttribute(name) && name !== "tabindex") old.removeAttribute(name);
    for (const { name, value } of child.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    renew(old, [...child.childNodes]);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function isAlike(old, child) {
  if (!old || old.nodeName !== child.nodeName || old.nodeType !== child.nodeType) return false;
  // A button does what its words say.
  return old.nodeName !== "BUTTON" || old.textContent === child.textContent && old.className === child.className;
}

/** Tells whoever listens. */
const Bus = {
  listeners: new Map(),
  on(name, body) {
    if (!this.listeners.has(name)) this.listeners.set(name, []);
    this.listeners.get(name).push(body);
  },
  tell(name, value) {
    for (const body of this.listeners.get(name) ?? []) body(value);
  },
};

/** Calls a body once after a while, however often it was asked to. */
function soon(body, milliseconds) {
  let timer = 0;
  return () => {
    if (!timer) timer = setTimeout(() => { timer = 0; body(); }, milliseconds);
  };
}

/** JSON whose whole numbers keep all their digits. */
function readJSON(text) {
  return JSON.parse(text, (_, value, context) =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source
      ? context.source : value);
}

/** Seconds as `1:02:03.456`. */
function clockText(seconds, places = 3) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  const head = parts[0] ? `${parts[0]}:${two(parts[1])}` : `${parts[1]}`;
  const tail = places ? (seconds - whole).toFixed(places).slice(1) : "";
  return `${head}:${two(parts[2])}${tail}`;
}

/** Saves a text or bytes as a file of the reader's. */
function saveFile(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A view of the page: a section with a heading, tools beside it, and a body. */
function makeView(id, title, parent, ...tools) {
  const body = el("div.body");
  const section = el("section.view", { id: `view-${id}`, role: "tabpanel", "aria-label": title },
    el("h2", {}, title, el("span.tools", {}, ...tools)), body);
  parent.append(section);
  return { section, body };
}
