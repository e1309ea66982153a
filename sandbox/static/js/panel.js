// The developer's side: the calls of the bot, what was refused and why, faults on demand.

import { api } from "./api.js";
import { CallList } from "./calls.js";
import { confirmDialog } from "./dialog.js";
import { append, button, el, moveFocus } from "./dom.js";
import { FaultsForm } from "./faults.js";
import { icon } from "./icons.js";

export class Panel {
  /** `facts`: name(person id), people(). */
  constructor(node, toggle, facts) {
    this.node = node;
    this.toggle = toggle;
    this.calls = new CallList(facts);
    this.faults = new FaultsForm(facts, () => this.refresh());
    this.reports = el("ul", { class: "reports", data: { testid: "reports" } });
    this.badge = el("span", { class: "badge bad", hidden: true, data: { testid: "refusals" } });
    append(toggle, [icon("panel"), this.badge]);
    toggle.addEventListener("click", () => this.show(node.hidden));
    this.views = {
      calls: ["API calls", this.calls.node],
      reports: ["Reports", el("div", {}, el("p", { class: "hint" },
        "What a strict server does not let pass, though Telegram would: unknown parameters and methods."), this.reports)],
      faults: ["Faults", this.faults.node],
    };
    this.#build();
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show(false);
    });
  }

  show(open) {
    this.node.hidden = !open;
    document.body.classList.toggle("panel-open", open);
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) {
      this.calls.seen();
      this.#refusals();
      this.tabs.querySelector("[aria-selected=true]").focus();
    } else this.toggle.focus();
  }

  async load(state) {
    this.#apply(state);
    this.calls.replaceAll(await api.calls(0));
    this.#refusals();
  }

  async refresh() {
    this.#apply(await api.state());
  }

  onCall(call) {
    this.calls.add(call);
    if (!this.node.hidden) this.calls.seen();
    this.#refusals();
  }

  #apply(state) {
    this.faults.update(state);
    this.reports.replaceChildren(...(state.reports.length ? state.reports : ["Nothing so far."]).map((report) =>
      el("li", {}, typeof report === "string" ? report : report.text ?? JSON.stringify(report))));
    this.tabs.querySelector("[data-view=reports]").classList.toggle("marked", state.reports.length > 0);
  }

  #refusals() {
    this.badge.hidden = this.calls.unseen === 0;
    this.badge.textContent = String(this.calls.unseen);
  }

  #build() {
    this.tabs = el("div", { class: "panel-tabs", role: "tablist", "aria-label": "Panel" },
      Object.entries(this.views).map(([key, [title]]) => button({
        role: "tab", id: `tab-${key}`, "aria-controls": `view-${key}`, data: { view: key, testid: `tab-${key}` },
        on: { click: () => this.#choose(key) },
      }, title)));
    this.tabs.addEventListener("keydown", (event) => {
      if (moveFocus(event, [...this.tabs.children], { previous: ["ArrowLeft"], next: ["ArrowRight"] })) document.activeElement.click();
    });
    const views = Object.entries(this.views).map(([key, [, content]]) =>
      el("div", { class: "panel-view", role: "tabpanel", id: `view-${key}`, "aria-labelledby": `tab-${key}` }, content));
    const clear = button({ class: "button quiet danger", data: { testid: "clear" }, on: { click: () => this.#clear() } }, "Forget all chats");
    const close = button({ class: "icon-button", "aria-label": "Close the panel", on: { click: () => this.show(false) } }, icon("close"));
    append(this.node, [el("div", { class: "panel-head" }, this.tabs, close), views, el("div", { class: "panel-foot" }, clear)]);
    this.#choose("calls");
  }

  #choose(chosen) {
    for (const tab of this.tabs.children) {
      const on = tab.dataset.view === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    for (const view of this.node.querySelectorAll("[role=tabpanel]")) view.hidden = view.id !== `view-${chosen}`;
  }

  async #clear() {
    const sure = await confirmDialog("Forget all chats?", "All messages of all people are removed from the sandbox. The bot's own database stays as it is.", "Forget", { danger: true });
    if (sure) await api.clear();
  }
}
