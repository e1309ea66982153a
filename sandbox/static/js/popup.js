// Menus that float over the page. One is open at a time; Escape, a press elsewhere or a choice closes it
// and gives the focus back to what opened it.

import { button, el, moveFocus } from "./dom.js";
import { icon } from "./icons.js";

const MARGIN = 8;

/**
 * `items`: {label, icon?, danger?, testid?, act} or {emojis: [...], chosen, act(emoji)}; absent ones are skipped.
 * `opener` gets aria-expanded and the focus back; `at` is a DOMRect to open beside (default: the opener's own).
 */
export function openMenu(opener, label, items, at = opener.getBoundingClientRect()) {
  const menu = el("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label, data: { testid: "menu" } });
  const close = () => menu.hidePopover();
  const choose = (act) => () => {
    close();
    act();
  };
  for (const item of items.filter(Boolean)) {
    menu.append(item.emojis ? emojiRow(item, choose) : menuItem(item, choose));
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Tab") return close();
    moveFocus(event, entries(menu), { previous: ["ArrowUp", "ArrowLeft"], next: ["ArrowDown", "ArrowRight"] });
    return undefined;
  });
  show(menu, opener, at);
  entries(menu)[0]?.focus();
  return close;
}

function entries(menu) {
  return [...menu.querySelectorAll("[role^=menuitem]")];
}

function menuItem(item, choose) {
  return button(
    {
      class: item.danger ? "menu-item danger" : "menu-item", role: "menuitem", tabindex: "-1",
      data: item.testid && { testid: item.testid }, on: { click: choose(item.act) },
    },
    item.icon ? icon(item.icon) : item.note === undefined && el("i", { class: "icon" }), el("span", {}, item.label), item.note && el("small", {}, item.note),
  );
}

function emojiRow(item, choose) {
  const row = el("div", { class: "menu-emojis", role: "group", "aria-label": "Reactions" });
  for (const emoji of item.emojis) {
    const chosen = emoji === item.chosen;
    row.append(button({
      class: "menu-emoji", role: "menuitemradio", "aria-checked": String(chosen), tabindex: "-1",
      "aria-label": chosen ? `Take back ${emoji}` : `React with ${emoji}`, data: { testid: "react", emoji },
      on: { click: choose(() => item.act(chosen ? null : emoji)) },
    }, emoji));
  }
  return row;
}

/** Puts a popover on the page beside `at`, always inside the window, and removes it once it is closed. */
function show(popover, opener, at) {
  // A dialog makes everything outside it inert, so a menu of a dialog must live inside that dialog.
  (opener.closest("dialog") ?? document.body).append(popover);
  popover.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    opener.removeAttribute("aria-expanded");
    // Only when the focus was in the menu: a press elsewhere has already moved it where the person wants it.
    const inside = popover.contains(document.activeElement) || document.activeElement === document.body;
    popover.remove();
    if (inside && opener.isConnected) opener.focus({ preventScroll: true });
  });
  popover.showPopover();
  opener.setAttribute("aria-expanded", "true");
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + height + MARGIN <= window.innerHeight;
  const top = below ? at.bottom + 4 : Math.max(MARGIN, at.top - height - 4);
  popover.style.top = `${Math.min(top, Math.max(MARGIN, window.innerHeight - height - MARGIN))}px`;
  popover.style.left = `${Math.max(MARGIN, Math.min(at.left, window.innerWidth - width - MARGIN))}px`;
}
