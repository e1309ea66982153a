// Dialogs and toasts. Native <dialog> keeps the focus inside and closes on Escape.

import { append, button, el } from "./dom.js";

const TOAST_MS = 4000;

function show(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** Shows an alert with one button, as a callback answer with show_alert does. */
export function alertDialog(title, text) {
  return show(el("dialog", { class: "dialog", data: { testid: "alert" }, "aria-label": title },
    el("h2", {}, title), el("p", { class: "dialog-text" }, text),
    el("form", { method: "dialog", class: "dialog-buttons" }, el("button", { class: "button", autofocus: true }, "OK")),
  ));
}

/** Asks before something is done; resolves to true or false. */
export function confirmDialog(title, text, yes, { danger = false } = {}) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "dialog", data: { testid: "confirm" }, "aria-label": title },
      el("h2", {}, title), el("p", { class: "dialog-text" }, text),
      el("form", { method: "dialog", class: "dialog-buttons" },
        el("button", { class: "button quiet", value: "no" }, "Cancel"),
        el("button", { class: danger ? "button danger" : "button", value: "yes", autofocus: true, data: { testid: "confirm-yes" } }, yes)));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
    show(dialog);
  });
}

/**
 * A dialog with fields: [{name, label, value?, type?, options?, required?, hint?}]. `submit(values)` may throw a
 * Refusal: its sentence is shown and the dialog stays open with what was typed. A function that it answers runs
 * once the dialog is closed and has given the focus back.
 */
export function formDialog(title, fields, yes, submit) {
  const problem = el("p", { class: "form-problem", role: "alert" });
  const form = el("form", { class: "form" }, el("h2", {}, title), fields.map(field), problem,
    el("div", { class: "dialog-buttons" },
      button({ class: "button quiet", on: { click: () => dialog.close() } }, "Cancel"),
      el("button", { class: "button", data: { testid: "form-submit" } }, yes)));
  const dialog = el("dialog", { class: "dialog", data: { testid: "form" }, "aria-label": title }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const then = await submit(Object.fromEntries(new FormData(form)));
      dialog.close();
      then?.();
    } catch (error) {
      problem.textContent = error.message;
    }
  });
  return show(dialog);
}

/** One labelled field; also used by the faults panel, so that all forms look and read alike. */
export function field({ name, label, value = "", type = "text", options, required = false, hint, ...rest }) {
  const attributes = { name, required, ...rest };
  const input = options
    ? append(el("select", attributes), options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)))
    : el("input", { type, value, autocomplete: "off", ...attributes });
  return el("label", { class: "field" }, el("span", {}, label), input, hint && el("small", {}, hint));
}

/** A short note over a chat that goes by itself; `area` is a live region, so it is read out as well. */
export function toast(area, text, { bad = false } = {}) {
  const note = el("div", { class: bad ? "toast bad" : "toast", data: { testid: "toast" } }, text);
  area.append(note);
  setTimeout(() => note.remove(), TOAST_MS + 40 * text.length);
}

/** A picture in its full size. */
export function pictureDialog(url, alt) {
  return show(el("dialog", { class: "viewer", "aria-label": alt },
    el("form", { method: "dialog" }, el("button", { class: "viewer-close", "aria-label": "Close", autofocus: true },
      el("img", { src: url, alt })))));
}
