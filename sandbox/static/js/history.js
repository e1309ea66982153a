// The messages of one chat on the page: what is known, what is drawn, where the reader has scrolled to.

import { button, el, moveFocus } from "./dom.js";
import { bubble } from "./bubble.js";
import { icon } from "./icons.js";

// Long runs leave thousands of messages; drawing them all would make every column slow.
const DRAWN_AT_FIRST = 150;
const NEAR_BOTTOM_PX = 60;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

export class History {
  #messages = new Map();
  #nodes = new Map(); // key of a block (a message or an album) -> its element
  #from = 0; // messages with a smaller id are known and not drawn
  #unseen = 0;
  #top = 0; // where the last scroll event left the log

  constructor(chat) {
    this.chat = chat;
    this.earlier = button({ class: "earlier", hidden: true, on: { click: () => this.#showEarlier() } }, "Show earlier messages");
    this.empty = el("p", { class: "empty" });
    this.inner = el("div", { class: "history-inner" });
    this.log = el("div", {
      class: "history", role: "log", tabindex: "0", "aria-live": "off", data: { testid: "history" },
      "aria-label": `Messages of ${chat.names.person}. Arrow keys move between messages, Enter opens the menu of one.`,
    }, this.earlier, this.empty, this.inner);
    this.jumpDown = button({
      class: "jump-down", hidden: true, "aria-label": "Go to the newest message", data: { testid: "jump-down" },
      on: { click: () => this.toBottom() },
    }, icon("down"), el("span", { class: "badge", hidden: true }));
    this.node = el("div", { class: "history-frame" }, this.log, this.jumpDown);
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.log.addEventListener("keydown", (event) => this.#keys(event));
    this.log.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    // Opening the keyboard or a late picture changes heights: a reader at the bottom stays there.
    this.following = true;
    const stay = new ResizeObserver(() => this.following && this.#scrollDown());
    stay.observe(this.log);
    stay.observe(this.inner);
  }

  get list() {
    return [...this.#messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  get(messageId) {
    return this.#messages.get(messageId);
  }

  /** Makes the page show exactly these; what is the same is left untouched, so nothing jumps on a reconnect. */
  replaceAll(messages) {
    const ids = new Set(messages.map((message) => message.message_id));
    this.remove([...this.#messages.keys()].filter((id) => !ids.has(id)));
    if (!this.#messages.size) {
      this.#from = messages.length > DRAWN_AT_FIRST
        ? messages.map((message) => message.message_id).sort((a, b) => a - b).at(-DRAWN_AT_FIRST) : 0;
    }
    this.earlier.hidden = this.#from === 0;
    for (const message of messages) this.put(message, { old: true });
    if (this.following) this.toBottom();
    this.#showJump();
  }

  /** A new or a changed message; answers whether it was new. */
  put(message, { old = false } = {}) {
    const known = this.#messages.get(message.message_id);
    if (known && JSON.stringify(known) === JSON.stringify(message)) return false;
    this.#messages.set(message.message_id, message);
    if (message.message_id < this.#from) return !known;
    const follow = this.following || (message.out && !known);
    this.#draw(keyOf(message));
    if (old) return !known; // many at once: replaceAll scrolls when all are there
    if (follow) this.toBottom();
    else if (!known && !message.out) this.#unseen += 1;
    this.#showJump();
    return !known;
  }

  remove(messageIds) {
    for (const id of messageIds) {
      const message = this.#messages.get(id);
      this.#messages.delete(id);
      if (message) this.#draw(keyOf(message));
    }
  }

  setEmptyText(text) {
    this.empty.textContent = text;
  }

  toBottom() {
    this.following = true;
    this.#unseen = 0;
    this.#scrollDown();
    this.#showJump();
  }

  /** Brings a message into view and marks it for a moment. */
  jump(messageId) {
    const node = this.log.querySelector(`[data-message-id="${Number(messageId)}"]`);
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1600);
    return true;
  }

  #draw(key) {
    const before = this.#nodes.get(key);
    const album = this.list.filter((message) => keyOf(message) === key && message.message_id >= this.#from);
    if (!album.length) {
      before?.remove();
      this.#nodes.delete(key);
      return this.#days();
    }
    const node = bubble(album, this.chat);
    node.dataset.day = DAY.format(new Date(album[0].date * 1000));
    this.#nodes.set(key, node);
    if (before) return swap(before, node);
    const next = [...this.inner.querySelectorAll(":scope > [data-message-id]")]
      .findLast((other) => Number(other.dataset.messageId) < album[0].message_id);
    if (next) next.after(node);
    else this.inner.prepend(node);
    return this.#days();
  }

  /** One line with the date before the first message of each day. */
  #days() {
    let day = null;
    for (const node of [...this.inner.children]) {
      if (!node.dataset.messageId) {
        if (node.nextElementSibling?.dataset.day !== node.textContent || node.textContent === day) node.remove();
        continue;
      }
      if (node.dataset.day !== day && !node.previousElementSibling?.matches(".day")) {
        node.before(el("div", { class: "day" }, node.dataset.day));
      }
      day = node.dataset.day;
    }
  }

  #showEarlier() {
    const rest = this.list.filter((message) => message.message_id < this.#from).slice(-DRAWN_AT_FIRST);
    const height = this.log.scrollHeight;
    this.following = false;
    this.#from = rest.length < DRAWN_AT_FIRST ? 0 : rest[0].message_id;
    this.earlier.hidden = this.#from === 0;
    for (const key of new Set(rest.map(keyOf))) this.#draw(key);
    this.log.scrollTop += this.log.scrollHeight - height;
  }

  #scrolled() {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_BOTTOM_PX;
    // Only a move upwards means "let me read": content that grows below must not look like one.
    if (near || this.log.scrollTop < this.#top) this.following = near;
    this.#top = this.log.scrollTop;
    if (this.following) this.#unseen = 0;
    this.#showJump();
  }

  #scrollDown() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #showJump() {
    this.empty.hidden = this.#messages.size > 0;
    this.jumpDown.hidden = this.following;
    const badge = this.jumpDown.querySelector(".badge");
    badge.hidden = this.#unseen === 0;
    badge.textContent = String(this.#unseen);
  }

  #keys(event) {
    const on = document.activeElement;
    if (on !== this.log && !on.matches("article")) return;
    const articles = [...this.inner.querySelectorAll("article")];
    if (on === this.log && event.key === "ArrowUp") {
      event.preventDefault();
      articles.at(-1)?.focus();
    } else if (event.key === "Enter" && on.matches(".message")) {
      event.preventDefault();
      on.querySelector(".message-more").click();
    } else moveFocus(event, articles);
  }

  #contextMenu(event) {
    const node = event.target.closest("article.message");
    const part = event.target.closest("[data-message-id]"); // one picture of an album, or the message itself
    // A link and a marked text keep the browser's own menu: copying from it is what one expects there.
    if (!node || event.target.closest("a, video") || !getSelection().isCollapsed) return;
    event.preventDefault();
    const message = this.#messages.get(Number(part.dataset.messageId));
    this.chat.menu(message, node.querySelector(".message-more"), new DOMRect(event.clientX, event.clientY, 0, 0));
  }
}

function keyOf(message) {
  return message.media_group_id ? `album ${message.media_group_id}` : message.message_id;
}

/** Replaces a bubble without taking the focus from who was in it: an edited keyboard keeps its place. */
function swap(before, node) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.dataset.row && `[data-row="${focused.dataset.row}"][data-column="${focused.dataset.column}"]`;
  before.replaceWith(node);
  if (focused) ((place && node.querySelector(place)) || node).focus({ preventScroll: true });
}
