// The people at the top of the page: tabs on a phone, a short cut to a column on a wide screen.

import { button, el, moveFocus } from "./dom.js";
import { avatar } from "./header.js";

export class PeopleBar {
  #tabs = new Map();

  /** `choose(id, {typing})`: typing only after a press, so that arrow keys keep the focus in the bar. */
  constructor(node, { choose }) {
    this.node = node;
    this.choose = choose;
    this.current = null;
    node.addEventListener("keydown", (event) => {
      const keys = { previous: ["ArrowLeft"], next: ["ArrowRight"] };
      if (moveFocus(event, [...node.children], keys)) choose(Number(document.activeElement.dataset.id), { typing: false });
    });
  }

  put(person, name) {
    let tab = this.#tabs.get(person.id);
    if (!tab) {
      tab = button({ class: "person-tab", tabindex: this.#tabs.size ? "-1" : "0", data: { testid: "person-tab", id: person.id },
        on: { click: () => this.choose(person.id, { typing: matchMedia("(hover: hover)").matches }) } });
      this.#tabs.set(person.id, tab);
      this.node.append(tab);
    }
    tab.title = name;
    tab.setAttribute("aria-label", name);
    const badge = tab.querySelector(".badge") ?? el("span", { class: "badge", hidden: true, data: { testid: "unread" } });
    tab.replaceChildren(avatar(name, person.id), el("span", { class: "person-tab-name" }, person.first_name), badge);
    tab.classList.toggle("blocked", person.blocked || person.deactivated);
  }

  remove(id) {
    this.#tabs.get(id)?.remove();
    this.#tabs.delete(id);
    if (this.current === id) this.current = null;
  }

  mark(id) {
    this.current = id;
    for (const [other, tab] of this.#tabs) {
      tab.setAttribute("aria-pressed", String(other === id));
      tab.tabIndex = other === id ? 0 : -1;
    }
    const tab = this.#tabs.get(id);
    tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#badge(tab, 0);
  }

  /** Counts a message that came into a chat which is not on the screen. */
  unread(id, chat) {
    if (chat.checkVisibility()) return;
    const tab = this.#tabs.get(id);
    this.#badge(tab, Number(tab.querySelector(".badge").textContent) + 1);
  }

  #badge(tab, count) {
    const badge = tab?.querySelector(".badge");
    if (!badge) return;
    badge.hidden = count === 0;
    badge.textContent = count ? String(count) : "";
  }
}
