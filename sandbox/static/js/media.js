// What a message carries besides text. Every function takes the Bot API's own object and returns a node.

import { fileUrl } from "./api.js";
import { pictureDialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { player } from "./player.js";

/** The part of a message that is shown above its text, or null when there is none. */
export function media(message) {
  if (message.photo) return photo(message.photo, message.caption);
  if (message.video) return video(message.video);
  if (message.voice) return player(message.voice, "Voice message");
  if (message.audio) return audio(message.audio);
  if (message.sticker) return sticker(message.sticker);
  if (message.document) return documentCard(message.document);
  if (message.contact) return contact(message.contact);
  if (message.location) return location(message.location);
  return null;
}

/** One line that says what a message is: for quotes, the composer's reply bar and screen readers. */
export function describe(message) {
  if (!message) return "Deleted message";
  const words = message.text ?? message.caption;
  if (words) return words.replace(/\s+/g, " ").slice(0, 120);
  if (message.photo) return "Photo";
  if (message.video) return "Video";
  if (message.voice) return "Voice message";
  if (message.audio) return "Audio";
  if (message.sticker) return `Sticker ${message.sticker.emoji ?? ""}`.trim();
  if (message.document) return message.document.file_name ?? "File";
  if (message.contact) return `Contact ${message.contact.first_name}`;
  if (message.location) return "Location";
  return "Message";
}

function photo(sizes, caption) {
  const best = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const url = fileUrl(best);
  const alt = caption ? `Photo: ${caption}` : "Photo";
  // Width and height are set before the bytes are here, so that the chat does not jump while it loads.
  const image = el("img", { src: url, alt: "", width: best.width, height: best.height, draggable: "false" });
  const node = button({ class: "photo", "aria-label": `${alt}, open`, on: { click: () => pictureDialog(url, alt) } }, image);
  image.addEventListener("error", () => node.replaceChildren(broken("The picture cannot be shown")));
  return node;
}

function video(file) {
  return el("video", {
    class: "video", src: fileUrl(file), controls: true, preload: "metadata", playsinline: true,
    width: file.width || null, height: file.height || null, "aria-label": file.file_name ?? "Video",
  });
}

function audio(file) {
  const title = [file.performer, file.title].filter(Boolean).join(" – ") || file.file_name || "Audio";
  return el("div", { class: "audio" }, el("span", { class: "audio-title" }, title), player(file, title));
}

function sticker(file) {
  const image = el("img", { class: "sticker", src: fileUrl(file), alt: `Sticker ${file.emoji ?? ""}`, width: 160, height: 160 });
  // Animated stickers (.tgs, .webm) are no pictures to a browser: their emoji stands for them.
  image.addEventListener("error", () => image.replaceWith(el("span", { class: "sticker-emoji" }, file.emoji ?? "Sticker")));
  return image;
}

function documentCard(file) {
  const name = file.file_name ?? "file";
  return el("a", { class: "card document", href: fileUrl(file), download: name, "aria-label": `File ${name}, download` },
    el("span", { class: "card-icon" }, icon("file")),
    el("span", { class: "card-body" }, el("span", { class: "card-title" }, name), el("small", {}, fileSize(file.file_size))));
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return el("div", { class: "card contact" }, el("span", { class: "card-icon" }, icon("person")),
    el("span", { class: "card-body" }, el("span", { class: "card-title" }, name), el("small", {}, person.phone_number)));
}

function location(place) {
  const words = `${place.latitude.toFixed(6)}, ${place.longitude.toFixed(6)}`;
  return el("div", { class: "location" }, el("div", { class: "map" }, icon("pin")),
    el("span", { class: "card-body" }, el("span", { class: "card-title" }, "Location"), el("small", {}, words)));
}

function broken(text) {
  return el("span", { class: "broken" }, text);
}

function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}
