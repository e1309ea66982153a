// The microphone button and the bar that is shown while it records.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { clock } from "./player.js";
import { canRecord, record } from "./voice.js";

export class Recorder {
  #running = null;
  #timer = null;

  constructor({ done, failed }) {
    this.able = canRecord();
    this.done = done;
    this.failed = failed;
    this.time = el("span", { class: "recording-time" }, "0:00");
    this.button = button({ class: "icon-button", "aria-label": "Record a voice message", data: { testid: "record" },
      on: { click: () => this.#start() } }, icon("mic"));
    this.node = el("div", { class: "recording", hidden: true, data: { testid: "recording" } },
      el("span", { class: "recording-dot" }), this.time,
      button({ class: "button quiet", on: { click: () => this.#end(false) } }, "Cancel"),
      button({ class: "button", data: { testid: "record-send" }, on: { click: () => this.#end(true) } }, "Send voice"));
  }

  async #start() {
    if (this.#running) return;
    try {
      this.#running = await record();
    } catch {
      this.failed("The browser gives no microphone. Use “Sample voice” or a file in the attach menu.");
      return;
    }
    const began = Date.now();
    this.node.hidden = false;
    this.time.textContent = "0:00";
    this.#timer = setInterval(() => { this.time.textContent = clock((Date.now() - began) / 1000); }, 250);
    this.node.querySelector("[data-testid=record-send]").focus();
  }

  async #end(send) {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    clearInterval(this.#timer);
    this.node.hidden = true;
    const result = await (send ? running.stop() : running.cancel());
    if (send) this.done(result);
  }
}
