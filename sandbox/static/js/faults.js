// Faults on demand: a form, the ones that wait to happen, the limits switch.

import { api } from "./api.js";
import { field } from "./dialog.js";
import { button, el } from "./dom.js";

const KINDS = [
  ["429", "429: retry after N s"], ["400", "400: refused (MEDIA_EMPTY)"], ["500", "500: internal server error"],
  ["502", "502: bad gateway with an HTML body"], ["reset", "Connection reset before anything is done"],
  ["slow", "Slow: answer after N s"], ["lost_reply", "Lost reply: done, but the answer never comes"],
  ["duplicate_update", "The next update is delivered twice"],
];
const TIMED = new Set(["429", "slow"]);

export class FaultsForm {
  constructor(facts, changed) {
    this.facts = facts;
    this.changed = changed;
    this.problem = el("p", { class: "form-problem", role: "alert" });
    this.form = el("form", { class: "form", data: { testid: "fault-form" } },
      field({ name: "kind", label: "What goes wrong", options: KINDS, value: "429" }),
      field({ name: "method", label: "Only this method", placeholder: "any", hint: "For example sendMessage." }),
      field({ name: "chat_id", label: "Only this chat", options: [["", "any"]] }),
      el("div", { class: "field-row" },
        field({ name: "times", label: "How often", type: "number", value: "1", min: "0", max: "1000", hint: "0 lasts until taken back; a 429, until its seconds are over." }),
        field({ name: "seconds", label: "Seconds", type: "number", value: "3", min: "0", max: "600", step: "any" })),
      this.problem, el("button", { class: "button", data: { testid: "add-fault" } }, "Make it happen"));
    this.waiting = el("ul", { class: "faults", data: { testid: "faults" } });
    this.limits = button({ class: "switch wide", role: "switch", "aria-checked": "false", data: { testid: "limits" },
      on: { click: () => this.#switchLimits() } },
    el("span", { class: "switch-word" }, "Telegram's rate limits (30 a second, 1 a second per chat)"), el("span", { class: "switch-track" }));
    this.clear = button({ class: "button quiet", data: { testid: "clear-faults" }, on: { click: () => this.#attempt(() => api.clearFaults()) } }, "Take all back");
    this.node = el("div", { class: "faults-view" }, this.limits, this.form, el("h3", {}, "Waiting to happen"), this.waiting, this.clear);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    this.form.elements.kind.addEventListener("change", () => this.#showFields());
  }

  update({ faults, limits }) {
    this.limits.setAttribute("aria-checked", String(limits));
    this.clear.hidden = faults.length === 0;
    this.waiting.replaceChildren(...(faults.length ? faults.map((fault) => this.#line(fault)) : [el("li", { class: "hint" }, "Nothing.")]));
    const select = this.form.elements.chat_id;
    const chosen = select.value;
    select.replaceChildren(el("option", { value: "" }, "any"),
      ...this.facts.people().map((person) => el("option", { value: person.id }, this.facts.name(person.id))));
    select.value = chosen;
  }

  #line(fault) {
    const parts = [KINDS.find(([kind]) => kind === fault.kind)?.[1] ?? fault.kind, fault.method, this.facts.name(fault.chat_id),
      fault.times ? `${fault.times}×` : "lasting", TIMED.has(fault.kind) && `${fault.seconds} s`];
    return el("li", { data: { testid: "fault", kind: fault.kind } }, parts.filter(Boolean).join(" · "));
  }

  #showFields() {
    const { kind, seconds } = this.form.elements;
    seconds.closest("label").hidden = !TIMED.has(kind.value);
  }

  #add() {
    const values = Object.fromEntries(new FormData(this.form));
    const fault = { kind: values.kind, times: Number(values.times) };
    if (values.method.trim()) fault.method = values.method.trim();
    if (values.chat_id) fault.chat_id = Number(values.chat_id);
    if (TIMED.has(values.kind)) fault.seconds = Number(values.seconds);
    return this.#attempt(() => api.addFault(fault));
  }

  #switchLimits() {
    return this.#attempt(() => api.setLimits(this.limits.getAttribute("aria-checked") !== "true"));
  }

  async #attempt(work) {
    this.problem.textContent = "";
    try {
      await work();
      await this.changed();
    } catch (error) {
      this.problem.textContent = error.message;
    }
  }
}
