// What a person writes with: the input, its two modes (a reply, an edit), staged files, the send button.
// It decides nothing about the chat: everything is handed to `acts`.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { describe } from "./media.js";
import { Recorder } from "./recorder.js";
import { Tray } from "./tray.js";

// Where the style sheet alone lets the input grow with its text.
const GROWS = CSS.supports("field-sizing", "content");

/**
 * `acts`: send({text, files, kind, replyTo}), edit(messageId, text), attach(opener), commands(opener, filter),
 * toggleKeyboard(), voice(file), say(text). Sending answers a promise that rejects when it was refused.
 */
export class Composer {
  constructor(acts, name) {
    this.acts = acts;
    this.mode = { kind: "new" };
    this.busy = Promise.resolve();
    this.input = el("textarea", {
      class: "input", rows: "1", placeholder: "Message", enterkeyhint: "send", data: { testid: "input" },
      "aria-label": `Message of ${name}`,
    });
    this.commands = button({
      class: "commands-button", "aria-haspopup": "menu", "aria-label": "Menu of commands", data: { testid: "commands" },
      on: { click: () => acts.commands(this.commands) },
    }, icon("menu"), el("span", { class: "commands-word" }, "Menu"));
    this.keyboard = button({
      class: "icon-button", hidden: true, "aria-label": "Show or hide the keyboard of the bot", "aria-expanded": "true",
      data: { testid: "keyboard-toggle" }, on: { click: () => acts.toggleKeyboard() },
    }, icon("keyboard"));
    this.attach = button({
      class: "icon-button", "aria-haspopup": "menu", "aria-label": "Attach", data: { testid: "attach" },
      on: { click: () => acts.attach(this.attach) },
    }, icon("attach"));
    this.sendButton = button({
      class: "icon-button send", "aria-label": "Send", data: { testid: "send" }, on: { click: () => this.submit() },
    }, icon("send"));
    this.recorder = new Recorder({ done: (file) => acts.voice(file), failed: (sentence) => acts.say(sentence) });
    this.tray = new Tray(() => this.#show());
    this.bar = el("div", { class: "mode-bar", hidden: true, data: { testid: "mode-bar" } });
    this.row = el("div", { class: "composer-row" }, this.commands, this.input, this.keyboard, this.attach,
      this.recorder.button, this.sendButton);
    this.node = el("div", { class: "composer", data: { testid: "composer" } }, this.bar, this.tray.node, this.recorder.node, this.row);
    this.input.addEventListener("input", () => this.#show());
    this.input.addEventListener("keydown", (event) => this.#keys(event));
    this.input.addEventListener("paste", (event) => this.#paste(event));
    this.#show();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  setPlaceholder(text) {
    this.input.placeholder = text || "Message";
  }

  reply(message) {
    this.#enter({ kind: "reply", message }, "reply", "Reply");
  }

  edit(message) {
    this.input.value = message.text ?? message.caption ?? "";
    this.#enter({ kind: "edit", message }, "edit", "Edit");
  }

  /** Leaves reply and edit; answers whether there was anything to leave. */
  cancel() {
    const left = this.mode.kind !== "new";
    if (this.mode.kind === "edit") this.input.value = "";
    this.mode = { kind: "new" };
    this.bar.hidden = true;
    this.bar.replaceChildren();
    this.#show();
    return left;
  }

  stage(kind, files) {
    const problem = this.tray.add(kind, files);
    if (problem) this.acts.say(problem);
    this.focus();
  }

  submit() {
    const text = this.input.value.trim();
    const { mode } = this;
    const { files, kind } = this.tray;
    if (!text && !files.length) return;
    this.input.value = "";
    this.cancel();
    this.tray.clear();
    const work = mode.kind === "edit"
      ? () => this.acts.edit(mode.message.message_id, text)
      : () => this.acts.send({ text, files, kind, replyTo: mode.message?.message_id });
    // One after another: two quick Enters must arrive in the order they were pressed.
    this.busy = this.busy.then(work).catch(() => this.#giveBack(mode, text, kind, files));
    this.focus();
  }

  /** What was refused is put back, unless the person has gone on writing. */
  #giveBack(mode, text, kind, files) {
    if (this.input.value || this.tray.files.length) return;
    if (mode.kind === "reply") this.reply(mode.message);
    if (mode.kind === "edit") this.edit(mode.message);
    this.input.value = text;
    this.tray.add(kind, files);
    this.#show();
  }

  #enter(mode, picture, title) {
    this.mode = mode;
    this.bar.hidden = false;
    this.bar.replaceChildren(icon(picture),
      el("span", { class: "mode-words" }, el("b", {}, title), el("span", {}, describe(mode.message))),
      button({ class: "icon-button", "aria-label": `Cancel: ${title}`, data: { testid: "mode-cancel" },
        on: { click: () => { this.cancel(); this.focus(); } } }, icon("close")));
    this.#show();
  }

  #show() {
    const something = Boolean(this.input.value.trim()) || this.tray.files.length > 0;
    this.sendButton.hidden = !something && this.recorder.able;
    this.recorder.button.hidden = something || !this.recorder.able;
    this.sendButton.setAttribute("aria-label", this.mode.kind === "edit" ? "Save" : "Send");
    this.commands.classList.toggle("short", Boolean(this.input.value));
    if (GROWS) return;
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  #keys(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.cancel();
    else if (event.key === "ArrowDown" && /^\/\w*$/.test(this.input.value)) {
      event.preventDefault();
      this.acts.commands(this.commands, this.input.value);
    }
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    this.stage(pictures.length ? "photo" : "document", pictures.length ? pictures : files);
  }
}
