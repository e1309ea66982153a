// Files chosen and not yet sent: they are shown above the input, whose text becomes their caption.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";

// The most one album holds in Telegram's apps (sendMediaGroup: 2-10).
const ALBUM = 10;

export class Tray {
  constructor(changed) {
    this.changed = changed;
    this.kind = null;
    this.files = [];
    this.node = el("div", { class: "tray", hidden: true, data: { testid: "tray" } });
  }

  /** Adds files of one kind (others are put back); answers a sentence when they are too many. */
  add(kind, files) {
    if (!files.length) return null;
    if (kind !== this.kind) this.files = [];
    this.kind = kind;
    const all = [...this.files, ...files];
    this.files = all.slice(0, ALBUM);
    this.#show();
    return all.length > ALBUM ? `An album holds at most ${ALBUM} files; the rest was left out.` : null;
  }

  clear() {
    this.files = [];
    this.kind = null;
    this.#show();
  }

  #show() {
    for (const image of this.node.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.node.replaceChildren(...this.files.map((file) => this.#item(file)));
    this.node.hidden = this.files.length === 0;
    this.changed();
  }

  #item(file) {
    const remove = button({ class: "tray-remove", "aria-label": `Take out ${file.name}`, on: { click: () => this.#remove(file) } }, icon("close"));
    const look = this.kind === "photo" ? el("img", { src: URL.createObjectURL(file), alt: file.name }) : el("span", {}, icon("file"), file.name);
    return el("div", { class: "tray-item" }, look, remove);
  }

  #remove(file) {
    this.files = this.files.filter((other) => other !== file);
    this.#show();
  }
}
