// The list of API calls: newest first, refusals in red with Telegram's words and where they are known from.

import { el } from "./dom.js";

const KEPT = 300;
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export class CallList {
  #newest = 0;
  #seen = 0;

  constructor(facts) {
    this.facts = facts;
    this.refused = []; // sequence numbers of refusals, for the badge
    this.onlyRefused = this.#filter("Only refusals", "only-refused", false);
    this.polls = this.#filter("getUpdates too", "with-polls", false);
    this.list = el("ol", { class: "calls", data: { testid: "calls" } });
    this.node = el("div", {}, el("div", { class: "filters" }, this.onlyRefused, this.polls), this.list);
    this.#applyFilters();
  }

  get unseen() {
    return this.refused.filter((seq) => seq > this.#seen).length;
  }

  seen() {
    this.#seen = this.#newest;
  }

  replaceAll(calls) {
    // A sandbox that was started again counts from one again.
    const newest = calls.at(-1)?.seq ?? 0;
    if (newest < this.#newest) this.#seen = 0;
    this.#newest = 0;
    this.refused = [];
    this.list.replaceChildren();
    for (const call of calls.slice(-KEPT)) this.add(call);
  }

  add(call) {
    if (call.seq <= this.#newest) return;
    this.#newest = call.seq;
    if (!call.ok) this.refused.push(call.seq);
    this.list.prepend(this.#row(call));
    while (this.list.children.length > KEPT) this.list.lastChild.remove();
  }

  #row(call) {
    const who = this.facts.name(call.chat_id);
    const time = new Date(call.time * 1000);
    return el("li", { class: call.ok ? "call" : "call refused", data: { testid: "call", method: call.method, ok: call.ok } },
      el("details", {},
        el("summary", {},
          el("span", { class: "call-line" }, el("b", {}, call.method), who && el("span", { class: "call-who" }, who),
            el("span", { class: "call-ms" }, `${Math.round(call.ms)} ms`), el("time", { datetime: time.toISOString() }, TIME.format(time))),
          call.ok && call.description && el("span", { class: "call-note" }, call.description),
          !call.ok && el("span", { class: "call-error" }, `${call.error_code ?? ""} ${call.description ?? ""}`.trim(),
            call.source && el("span", { class: "call-source" }, call.source))),
        el("pre", { class: "call-parameters", tabindex: "0" }, pretty(call.parameters))));
  }

  #filter(label, testid, checked) {
    const box = el("input", { type: "checkbox", checked, data: { testid }, on: { change: () => this.#applyFilters() } });
    return el("label", { class: "check" }, box, label);
  }

  #applyFilters() {
    this.list.classList.toggle("only-refused", this.onlyRefused.firstChild.checked);
    this.list.classList.toggle("without-polls", !this.polls.firstChild.checked);
  }
}

function pretty(parameters) {
  if (typeof parameters === "string") return parameters;
  return JSON.stringify(parameters ?? {}, null, 1);
}
