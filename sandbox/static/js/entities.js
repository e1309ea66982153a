// Telegram's text with entities -> nodes. Offsets count UTF-16 units, which is how JavaScript counts too.

import { button, el } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** `acts` says what a tap does: `command(text)` and `open(url)`. */
export function richText(text, entities = [], acts) {
  const sorted = entities
    .map((entity) => ({ ...entity, end: entity.offset + entity.length }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, sorted, 0, text.length, acts);
  return fragment;
}

/** Puts text[from..to) into `parent`; an entity that reaches over the end of its parent is cut there. */
function fill(parent, text, entities, from, to, acts) {
  let at = from;
  const rest = entities.slice();
  while (rest.length) {
    const entity = rest.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.end, to);
    if (start >= end) continue;
    parent.append(text.slice(at, start));
    const inside = [];
    while (rest.length && rest[0].offset < end) inside.push(rest.shift());
    const over = inside.filter((inner) => inner.end > end).map((inner) => ({ ...inner, offset: end }));
    const { node, hole } = wrap(entity, text.slice(start, end), acts);
    fill(hole, text, inside, start, end, acts);
    parent.append(node);
    rest.unshift(...over);
    at = end;
    // A block stands on its own line: the line feed that parted it in the text would show as an empty one.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1;
  }
  parent.append(text.slice(at, to));
}

/** The element of one entity and the place inside it where the text goes. */
function wrap(entity, text, acts) {
  const plain = (node) => ({ node, hole: node });
  switch (entity.type) {
    case "pre": return codeBlock(entity);
    case "blockquote": return plain(el("blockquote", { class: "quote" }));
    case "expandable_blockquote": return expandable();
    case "spoiler": return plain(spoiler());
    case "text_link": return plain(link(entity.url, acts));
    case "url": return plain(link(text, acts));
    case "email": return plain(link(`mailto:${text}`, acts));
    case "phone_number": return plain(link(`tel:${text.replace(/[^\d+]/g, "")}`, acts));
    case "bot_command": return plain(button({ class: "text-link", on: { click: () => acts.command(text) } }));
    case "mention": case "text_mention": case "hashtag": case "cashtag":
      return plain(el("span", { class: "mention" }));
    default: return plain(el(TAGS[entity.type] || "span"));
  }
}

function codeBlock(entity) {
  const hole = el("code");
  const title = entity.language && el("span", { class: "code-language" }, entity.language);
  return { node: el("pre", { class: "code-block", tabindex: "0" }, title, hole), hole };
}

/** Collapsed to three lines until its button is pressed, as Telegram shows it. */
function expandable() {
  const hole = el("span", { class: "quote-text" });
  const toggle = button({ class: "quote-toggle", "aria-expanded": "false", data: { testid: "quote-toggle" } }, "more");
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "less" : "more";
  });
  return { node: el("blockquote", { class: "quote expandable" }, hole, toggle), hole };
}

function spoiler() {
  const node = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-pressed": "false", "aria-label": "Spoiler, press to show",
  });
  const reveal = (event) => {
    if (node.classList.contains("shown") || (event.key && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-pressed", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}

/** A link that asks `acts.open` what to do, because t.me links of the bot stay inside the sandbox. */
function link(address, acts) {
  const url = safeUrl(address);
  if (!url) return el("span");
  return el("a", {
    class: "text-link", href: url, target: "_blank", rel: "noopener noreferrer",
    on: { click: (event) => acts.open(url, event) },
  });
}

/** The address when its scheme is harmless, else null: `javascript:` must never become a link. */
export function safeUrl(address) {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[^:/]+:\d/.test(address) ? address : `http://${address}`;
  const tel = /^tel:[+\d]+$/.test(address) ? address : null;
  try {
    const url = new URL(tel ?? withScheme);
    return ["http:", "https:", "tg:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The payload of `https://t.me/<bot>?start=…` ("" for a bare link to the bot), or null for any other address. */
export function startPayload(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const name = username.toLowerCase();
  if (url.protocol === "tg:") {
    const here = url.hostname === "resolve" && url.searchParams.get("domain")?.toLowerCase() === name;
    return here ? url.searchParams.get("start") ?? "" : null;
  }
  const here = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.toLowerCase() === `/${name}`;
  return here ? url.searchParams.get("start") ?? "" : null;
}
