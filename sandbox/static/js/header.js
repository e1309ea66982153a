// The top of a chat: whose phone it is, and Telegram's own bar with the bot and what it is doing.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popup.js";

// sendChatAction holds for five seconds at most.
const ACTION_MS = 5000;
const ACTIONS = {
  typing: "typing…", upload_photo: "sending a photo…", record_voice: "recording a voice message…",
  upload_voice: "sending a voice message…", upload_document: "sending a file…", upload_video: "sending a video…",
  record_video: "recording a video…", find_location: "choosing a location…", choose_sticker: "choosing a sticker…",
};
const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };

export class Header {
  #timer = null;

  /** `change(fields)` changes the person on the server. */
  constructor(bot, { change }) {
    this.change = change;
    this.name = el("span", { class: "owner-name" });
    this.botName = el("h2", { class: "bot-name" }, bot.first_name);
    this.details = el("span", { class: "owner-details" });
    this.status = el("span", { class: "bot-status", data: { testid: "bot-status" } }, "bot");
    this.block = button({
      class: "switch", role: "switch", "aria-checked": "false", data: { testid: "block" },
      on: { click: () => change({ blocked: !this.person.blocked }) },
    }, el("span", { class: "switch-word" }, "Block"), el("span", { class: "switch-track" }));
    this.more = button({ class: "icon-button", "aria-haspopup": "menu", "aria-label": "About this person", data: { testid: "person-menu" },
      on: { click: () => this.#menu() } }, icon("more"));
    this.node = el("header", { class: "chat-header" },
      el("div", { class: "owner" }, el("div", { class: "owner-words" }, this.name, this.details), this.block, this.more),
      el("div", { class: "bot-bar" }, avatar(bot.first_name, bot.id),
        el("div", { class: "bot-names" }, this.botName, this.status)));
  }

  update(person) {
    this.person = person;
    this.name.textContent = [person.first_name, person.last_name].filter(Boolean).join(" ");
    this.details.textContent = [person.language_code, person.phone, person.username && `@${person.username}`].filter(Boolean).join(" · ");
    this.block.setAttribute("aria-checked", String(person.blocked));
    this.block.setAttribute("aria-label", `${this.name.textContent} blocks the bot`);
    // Nobody can block a bot that they have no chat with.
    this.block.disabled = person.deactivated || !person.started;
  }

  /** Shows what the bot is doing until it is done, five seconds at most; null ends it at once. */
  showAction(action) {
    clearTimeout(this.#timer);
    this.status.textContent = action ? ACTIONS[action] ?? `${action}…` : "bot";
    this.status.classList.toggle("busy", Boolean(action));
    if (action) this.#timer = setTimeout(() => this.showAction(null), ACTION_MS);
  }

  #menu() {
    const { person } = this;
    openMenu(this.more, `About ${this.name.textContent}`, [
      ...Object.entries(LANGUAGES).map(([code, name]) => ({
        label: `App in ${name}`, icon: code === person.language_code ? "check" : undefined, testid: `language-${code}`,
        act: () => this.change({ language_code: code }),
      })),
      { label: person.blocked ? "Unblock the bot" : "Block the bot", icon: "close", act: () => this.change({ blocked: !person.blocked }) },
      { label: person.deactivated ? "Bring the account back" : "Delete the account", icon: "trash", danger: !person.deactivated,
        testid: "deactivate", act: () => this.change({ deactivated: !person.deactivated }) },
    ]);
  }
}

/** A round picture with initials, in one of seven colours by id, as Telegram gives to those without a photo. */
export function avatar(name, id) {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  return el("span", { class: `avatar colour-${Math.abs(id) % 7}`, "aria-hidden": "true" }, letters || "?");
}
