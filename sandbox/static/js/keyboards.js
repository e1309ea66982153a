// Buttons that come with messages: inline ones under a bubble, reply ones under the input.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";

const STYLES = new Set(["primary", "danger", "success"]);
// A bot that never answers leaves the button turning; Telegram's apps give up as well.
const GIVE_UP_MS = 15000;

/** `press(row, column, node)` is called for every kind: the server knows what the button does. */
export function inlineKeyboard(markup, press) {
  const rows = (markup.inline_keyboard ?? []).map((row, r) =>
    el("div", { class: "key-row" }, row.map((key, c) => {
      const node = button(
        { class: keyClass("inline-key", key), data: { testid: "inline-button", row: r, column: c, style: key.style ?? "" } },
        el("span", { class: "key-text" }, key.text),
        key.url && el("span", { class: "key-kind" }, icon("link")),
        key.copy_text && el("span", { class: "key-kind" }, icon("copy")),
      );
      node.addEventListener("click", () => press(r, c, node));
      return node;
    })));
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": "Buttons" }, rows);
}

/** Shows that a press is on its way; `settle` in the result ends it. */
export function pending(node) {
  node.classList.add("pending");
  node.setAttribute("aria-busy", "true");
  const settle = () => {
    clearTimeout(timer);
    node.classList.remove("pending");
    node.removeAttribute("aria-busy");
  };
  const timer = setTimeout(settle, GIVE_UP_MS);
  return settle;
}

/** `press(key)` gets the KeyboardButton. */
export function replyKeyboard(markup, press) {
  return el("div", { class: "reply-keyboard", role: "group", "aria-label": "Keyboard of the bot", data: { testid: "reply-keyboard" } },
    markup.keyboard.map((row) => el("div", { class: "key-row" }, row.map((entry) => {
      const key = typeof entry === "string" ? { text: entry } : entry;
      return button({ class: keyClass("reply-key", key), data: { testid: "reply-button" }, on: { click: () => press(key) } },
        key.request_contact && icon("phone"), key.request_location && icon("pin"), el("span", { class: "key-text" }, key.text));
    }))));
}

/**
 * What stands under the input, read from the messages alone, so that a reload or another window shows the same:
 * {markup, used} of the newest message of the bot that said anything about the keyboard.
 */
export function currentReplyMarkup(messages) {
  let answered = false;
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    const message = messages[i];
    if (message.out) answered = true;
    else if (message.reply_keyboard) return { message, markup: message.reply_keyboard, used: answered };
  }
  return { message: null, markup: {}, used: false };
}

function keyClass(base, key) {
  return STYLES.has(key.style) ? `key ${base} ${key.style}` : `key ${base}`;
}
