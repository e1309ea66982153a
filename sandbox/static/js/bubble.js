// One message (or one album) as Telegram draws it. Everything is built from the message alone, so a change is
// shown by building it anew.

import { button, el } from "./dom.js";
import { richText } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { describe, media } from "./media.js";

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
// The free effects of Telegram's own apps; the Bot API has no method that lists them.
const EFFECTS = {
  "5104841245755180586": "🔥", "5107584321108051014": "👍", "5104858069142078462": "👎",
  "5159385139981059251": "❤️", "5046509860389126442": "🎉", "5046589136895476101": "💩",
};
const SILENT_KINDS = ["pinned_message"];

/** `chat` answers what the parts do: names, acts, press, menu, jump. `album` are all messages of one group. */
export function bubble(album, chat) {
  const [first] = album;
  const last = album[album.length - 1];
  if (SILENT_KINDS.some((kind) => kind in first)) return serviceNote(first);
  const pictures = album.length > 1 ? albumGrid(album) : media(first);
  const captioned = album.find((message) => message.caption) ?? first;
  const text = captioned.text ?? captioned.caption;
  const bare = first.sticker && !text;
  // Alone, the time stands on the last line of the text where there is room; reactions need a line of their own.
  const reacted = reactions(album);
  const foot = el("div", { class: "foot" }, reacted, meta(last));
  const body = el("div", { class: bare ? "bubble bare" : "bubble" },
    forwarded(first), quoted(first, chat), pictures,
    text && el("div", { class: "text", dir: "auto" },
      el("span", { data: { testid: "text" } }, textNodes(captioned, text, chat)), !reacted && foot),
    !pictures && !text && el("div", { class: "text unknown" }, `Not shown here: ${kindOf(first)}`),
    (!text || reacted) && foot);
  const more = button({
    class: "message-more", tabindex: "-1", "aria-label": "Message menu", "aria-haspopup": "menu",
    data: { testid: "message-menu" }, on: { click: () => chat.menu(captioned, more) },
  }, icon("more"));
  // An album is one thing to look at and several messages: the ids of its other parts stand on the parts.
  return el("article", {
    class: classOf(first, pictures && !text), tabindex: "-1", "aria-label": spoken(first, chat),
    data: { messageId: first.message_id, testid: "message", from: first.out ? "person" : "bot", album: first.media_group_id ?? "" },
  }, el("div", { class: "bubble-line" }, body, more),
  first.reply_markup?.inline_keyboard?.length > 0 &&
    inlineKeyboard(first.reply_markup, (row, column, node) => chat.press(first, row, column, node)));
}

function classOf(message, onlyMedia) {
  const names = ["message", message.out ? "out" : "in"];
  if (message.has_protected_content) names.push("protected");
  if (onlyMedia && (message.photo || message.video)) names.push("only-media");
  return names.join(" ");
}

function textNodes(message, text, chat) {
  return richText(text, message.entities ?? message.caption_entities, chat.acts);
}

function spoken(message, chat) {
  return `${message.out ? chat.names.person : chat.names.bot}: ${describe(message)}`;
}

function albumGrid(album) {
  const seen = album.every((message) => message.photo || message.video);
  return el("div", { class: seen ? "album" : "album list", data: { testid: "album", count: album.length } },
    album.map((message) => el("div", { class: "album-part", data: { messageId: message.message_id } }, media(message))));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const person = origin.sender_user;
  const name = person ? [person.first_name, person.last_name].filter(Boolean).join(" ")
    : origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "somebody";
  return el("div", { class: "forwarded" }, "Forwarded from ", el("b", {}, name));
}

function quoted(message, chat) {
  const answered = message.reply_to_message;
  if (!answered) return null;
  const own = answered.out ?? answered.from?.id === chat.names.personId;
  return button({
    class: "reply-quote", data: { testid: "reply-quote" }, on: { click: () => chat.jump(answered.message_id) },
  }, el("b", {}, own ? chat.names.person : chat.names.bot), el("span", {}, message.quote?.text ?? describe(answered)));
}

function reactions(album) {
  const all = album.flatMap((message) => message.reactions ?? []);
  if (!all.length) return null;
  return el("span", { class: "reactions", data: { testid: "reactions" } }, all.map(({ emoji, by }) =>
    el("span", { class: `reaction ${by}`, title: by === "bot" ? "by the bot" : "by the person", data: { emoji, by } }, emoji)));
}

function meta(message) {
  const sent = new Date(message.date * 1000);
  return el("span", { class: "meta" },
    message.effect_id && el("span", { class: "effect", title: "Message effect", data: { testid: "effect" } }, EFFECTS[message.effect_id] ?? "✨"),
    message.has_protected_content && el("span", { class: "lock", role: "img", title: "Protected: cannot be forwarded or copied",
      "aria-label": "Protected", data: { testid: "protected" } }, icon("lock")),
    message.silent && el("span", { class: "silent", role: "img", title: "Sent without a sound", "aria-label": "Silent", data: { testid: "silent" } }, icon("silent")),
    message.edit_date && el("span", { class: "edited", data: { testid: "edited" } }, "edited"),
    el("time", { datetime: sent.toISOString(), title: `${EXACT.format(sent)}, message ${message.message_id}` }, TIME.format(sent)),
    message.out && icon("check"));
}

function serviceNote(message) {
  return el("article", { class: "service", tabindex: "-1", data: { messageId: message.message_id, testid: "message", from: "bot", album: "" } },
    `Pinned: ${describe(message.pinned_message)}`);
}

function kindOf(message) {
  const usual = new Set(["message_id", "date", "edit_date", "from", "chat", "out", "reactions", "reply_to_message",
    "reply_markup", "reply_keyboard", "has_protected_content", "media_group_id", "effect_id", "silent", "forward_origin", "quote"]);
  return Object.keys(message).filter((key) => !usual.has(key)).join(", ") || "an empty message";
}
