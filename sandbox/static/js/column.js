// One person's chat with the bot: puts the header, the history and the composer together, and carries out what
// the person does there. Messages come only from the events, never from answers: one source, no races.

import { api } from "./api.js";
import { attachMenu } from "./attach.js";
import { Composer } from "./composer.js";
import { alertDialog, confirmDialog, toast } from "./dialog.js";
import { button, el } from "./dom.js";
import { startPayload } from "./entities.js";
import { Header } from "./header.js";
import { History } from "./history.js";
import { currentReplyMarkup, pending, replyKeyboard } from "./keyboards.js";
import { messageMenu } from "./message-menu.js";
import { openMenu } from "./popup.js";

const ANSWERS_KEPT = 20;

export class Column {
  #waiting = new Map(); // callback query id -> settles its button
  #early = new Set(); // queries answered before the press itself was
  #keyboardMessage = null;
  #keyboardOpen = true;
  #keyboardGone = false; // a one-time keyboard that has been used
  #commands = null;

  /** `app` has: bot, people(), startAs(person id, payload), unread(person id). */
  constructor(person, app) {
    this.app = app;
    this.person = person;
    this.names = { person: fullName(person), bot: app.bot.first_name, personId: person.id };
    this.acts = { command: (text) => this.sendText(text), open: (url, event) => this.open(url, event) };
    this.header = new Header(app.bot, { change: (fields) => this.attempt(() => api.changePerson(person.id, fields)) });
    this.history = new History(this);
    this.composer = new Composer({
      send: (draft) => this.#send(draft),
      edit: (messageId, text) => this.attempt(() => api.edit(person.id, messageId, text), { again: true }),
      attach: (opener) => attachMenu(opener, this),
      commands: (opener, filter) => this.#commandsMenu(opener, filter),
      toggleKeyboard: () => this.#toggleKeyboard(),
      voice: (file) => this.sendFiles("voice", [file]),
      say: (sentence) => toast(this.toasts, sentence, { bad: true }),
    }, this.names.person);
    this.keys = el("div", { class: "keys" });
    this.start = button({ class: "start-button", data: { testid: "start" }, on: { click: () => this.startWith("") } });
    this.toasts = el("div", { class: "toasts", role: "status", data: { testid: "toasts" } });
    this.node = el("section", { class: "chat", data: { person: person.id, testid: "chat" }, "aria-label": this.names.person },
      this.header.node, this.history.node, this.toasts, this.composer.node, this.keys, this.start);
    this.node.addEventListener("focusin", () => app.activate(person.id));
    this.#acceptDrops();
    this.update(person);
  }

  async load() {
    // The bot may have been renamed since the column was made.
    this.names.bot = this.app.bot.first_name;
    this.header.botName.textContent = this.names.bot;
    this.history.replaceAll(await api.messages(this.person.id));
    this.#commands = null;
    this.#showKeyboard();
  }

  update(person) {
    this.person = person;
    this.names.person = fullName(person);
    this.node.setAttribute("aria-label", this.names.person);
    this.header.update(person);
    const open = person.started && !person.blocked && !person.deactivated;
    this.node.classList.toggle("closed", !open);
    // What the focus is in is about to be hidden: it moves to what stands in its place.
    const { activeElement } = document;
    const from = activeElement === this.start ? "start" : this.composer.node.contains(activeElement) ? "composer" : "";
    this.start.hidden = open;
    this.start.disabled = person.deactivated;
    this.start.textContent = person.deactivated ? "Account deleted" : person.blocked ? "Unblock and restart" : "Start";
    this.composer.node.hidden = !open;
    if (from === "start" && open) this.composer.focus();
    if (from === "composer" && !open) this.start.focus();
    this.history.setEmptyText(person.started ? "No messages here." : "No messages here yet. Press Start.");
    this.#showKeyboard();
  }

  onMessage(message) {
    const isNew = this.history.put(message);
    if (isNew && !message.out) {
      this.header.showAction(null);
      this.app.unread(this.person.id);
    }
    this.#showKeyboard();
  }

  onDeleted(messageIds) {
    this.history.remove(messageIds);
    if (messageIds.includes(this.composer.mode.message?.message_id)) this.composer.cancel();
    this.#showKeyboard();
  }

  onAction(action) {
    this.header.showAction(action);
  }

  onAnswer({ callback_query_id: id, text, show_alert: alert, url }) {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (settle) settle();
    else this.#early.add(id);
    if (this.#early.size > ANSWERS_KEPT) this.#early.delete(this.#early.values().next().value);
    if (text && alert) alertDialog(`${this.names.bot} to ${this.names.person}`, text);
    else if (text) toast(this.toasts, text);
    if (url) this.open(url);
  }

  forgetCommands() {
    this.#commands = null;
  }

  /** Does something on the server; a refusal is shown over the chat. `again` also throws it on. */
  async attempt(work, { again = false } = {}) {
    try {
      return await work();
    } catch (error) {
      toast(this.toasts, error.message, { bad: true });
      if (again) throw error;
      return null;
    }
  }

  sendText(text) {
    return this.attempt(() => api.send(this.person.id, { text }));
  }

  sendBody(body) {
    return this.attempt(() => api.send(this.person.id, body));
  }

  sendFiles(kind, files, { caption = "", replyTo, again = false } = {}) {
    const form = new FormData();
    if (caption) form.append("caption", caption);
    if (replyTo) form.append("reply_to", String(replyTo));
    for (const file of files) form.append(kind, file, file.name);
    return this.attempt(() => api.send(this.person.id, form), { again });
  }

  async press(message, row, column, node) {
    const settle = pending(node);
    const result = await this.attempt(() => api.press(this.person.id, { message_id: message.message_id, row, column }));
    const id = result?.callback_query_id;
    if (id && !this.#early.delete(id)) this.#waiting.set(id, settle);
    else settle();
    if (result?.url) this.open(result.url);
    if (result?.copied !== undefined) this.copy(result.copied);
  }

  /** A link to the bot starts it for this person; any other one is asked about, as Telegram does. */
  async open(url, event) {
    const payload = startPayload(url, this.app.bot.username);
    event?.preventDefault();
    if (payload !== null) return this.startWith(payload);
    if (/^(mailto|tel):/.test(url)) return this.copy(url.replace(/^\w+:/, ""));
    if (await confirmDialog("Open this link?", url, "Open")) window.open(url, "_blank", "noopener,noreferrer");
    return null;
  }

  startWith(payload) {
    return this.sendBody(payload ? { start: payload } : { text: "/start" });
  }

  async copy(text) {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    toast(this.toasts, done ? `Copied: ${text}` : text);
  }

  menu(message, opener, at) {
    messageMenu(message, opener, this, at);
  }

  jump(messageId) {
    if (!this.history.jump(messageId)) toast(this.toasts, "That message is no longer here.");
  }

  #send({ text, files, kind, replyTo }) {
    if (files.length) return this.sendFiles(kind, files, { caption: text, replyTo, again: true });
    const body = replyTo ? { text, reply_to: replyTo } : { text };
    return this.attempt(() => api.send(this.person.id, body), { again: true });
  }

  async #commandsMenu(opener, filter = "/") {
    this.#commands ??= await this.attempt(() => api.commands(this.person.id));
    const fitting = (this.#commands ?? []).filter(({ command }) => `/${command}`.startsWith(filter.toLowerCase()));
    if (!fitting.length) return toast(this.toasts, filter === "/" ? "The bot has set no commands." : `No command begins with ${filter}`);
    return openMenu(opener, "Commands", fitting.map(({ command, description }) => ({
      label: `/${command}`, note: description, testid: "command",
      act: () => {
        this.composer.input.value = "";
        this.composer.cancel();
        this.sendText(`/${command}`);
        this.composer.focus();
      },
    })));
  }

  #toggleKeyboard() {
    this.#keyboardOpen = !this.#keyboardOpen;
    this.#showKeyboard();
  }

  #showKeyboard() {
    const { message, markup, used } = currentReplyMarkup(this.history.list);
    const has = Boolean(markup.keyboard);
    const fresh = message && message.message_id !== this.#keyboardMessage;
    const gone = Boolean(used && markup.one_time_keyboard);
    // Only a change opens or closes it: in between, the person's own choice holds.
    if (fresh || gone !== this.#keyboardGone) this.#keyboardOpen = !gone;
    this.#keyboardGone = gone;
    this.#keyboardMessage = message?.message_id ?? null;
    this.composer.setPlaceholder(used && !has ? "" : markup.input_field_placeholder);
    if (fresh && markup.force_reply && !used) this.composer.reply(message);
    const { keyboard } = this.composer;
    keyboard.hidden = !has;
    keyboard.setAttribute("aria-expanded", String(has && this.#keyboardOpen));
    const shown = has && this.#keyboardOpen && !this.composer.node.hidden;
    this.keys.hidden = !shown;
    // Built anew only when it is another keyboard, so that the focus stays on a key that was pressed.
    const look = shown ? JSON.stringify(markup.keyboard) : "";
    if (this.keys.dataset.look === look) return;
    this.keys.dataset.look = look;
    this.keys.replaceChildren(...(shown ? [replyKeyboard(markup, (key) => this.#pressKey(key))] : []));
  }

  async #pressKey(key) {
    if (key.request_contact) {
      const question = `The bot will know ${this.names.person} by ${this.person.phone ?? "a number, but there is none"}.`;
      if (await confirmDialog("Share the phone number?", question, "Share")) await this.sendBody({ contact: true });
    } else if (key.request_location) attachMenu.location(this);
    else await this.sendText(key.text);
  }

  #acceptDrops() {
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      const pictures = files.length > 0 && files.every((file) => file.type.startsWith("image/"));
      if (!this.composer.node.hidden) this.composer.stage(pictures ? "photo" : "document", files);
    });
  }
}

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}
