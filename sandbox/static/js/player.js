// A voice message: play and pause, a line to move along, the time. The browser's own audio bar is too wide
// for a bubble on a phone.

import { fileUrl } from "./api.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";

let playing = null;

/** `file` is a voice or audio object of the Bot API. */
export function player(file, label) {
  const sound = el("audio", { src: fileUrl(file), preload: "none" });
  const time = el("span", { class: "player-time" }, clock(file.duration ?? 0));
  const line = el("input", {
    type: "range", class: "player-line", min: "0", max: "1", step: "0.01", value: "0", "aria-label": `${label}: position`,
  });
  const toggle = button({ class: "player-button", "aria-label": `Play: ${label}`, data: { testid: "play" } }, icon("play"));
  const length = () => (Number.isFinite(sound.duration) ? sound.duration : file.duration ?? 0);

  function show() {
    const now = !sound.paused;
    toggle.replaceChildren(icon(now ? "pause" : "play"));
    toggle.setAttribute("aria-label", `${now ? "Pause" : "Play"}: ${label}`);
  }
  toggle.addEventListener("click", () => {
    if (!sound.paused) return sound.pause();
    if (playing !== sound) playing?.pause();
    playing = sound;
    return sound.play().catch(() => {
      time.textContent = "cannot be played";
    });
  });
  sound.addEventListener("play", show);
  sound.addEventListener("pause", show);
  sound.addEventListener("ended", () => {
    sound.currentTime = 0;
    show();
  });
  sound.addEventListener("timeupdate", () => {
    line.value = length() ? String(sound.currentTime / length()) : "0";
    time.textContent = clock(sound.paused ? length() : sound.currentTime);
  });
  line.addEventListener("input", () => {
    if (length()) sound.currentTime = Number(line.value) * length();
  });
  return el("div", { class: "player", data: { testid: "player" } }, toggle, line, time, sound);
}

/** Seconds as m:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
