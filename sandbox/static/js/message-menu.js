// What a person can do with one message.

import { api } from "./api.js";
import { startPayload } from "./entities.js";
import { openMenu } from "./popup.js";

// The first ones Telegram's apps offer.
const QUICK = ["👍", "❤", "🔥", "👏", "🎉", "🙏", "👎", "😢"];

export function messageMenu(message, opener, chat, at) {
  const id = message.message_id;
  const words = message.text ?? message.caption;
  const own = message.reactions?.find(({ by }) => by === "person")?.emoji ?? null;
  const me = chat.person.id;
  openMenu(opener, "Message", [
    { emojis: QUICK, chosen: own, act: (emoji) => chat.attempt(() => api.react(me, id, emoji)) },
    { label: "Reply", icon: "reply", testid: "reply", act: () => { chat.composer.reply(message); chat.composer.focus(); } },
    words && !message.has_protected_content && { label: "Copy text", icon: "copy", testid: "copy", act: () => chat.copy(words) },
    message.out && words && { label: "Edit", icon: "edit", testid: "edit", act: () => { chat.composer.edit(message); chat.composer.focus(); } },
    !message.has_protected_content && { label: "Forward to the bot", icon: "share", testid: "forward", act: () => chat.attempt(() => api.forward(me, id)) },
    ...startLinks(message, words, chat),
    { label: "Delete", icon: "trash", danger: true, testid: "delete", act: () => chat.attempt(() => api.remove(me, id)) },
  ], at);
}

/** An invitation is read by one person and meant for another: "open as …" stands for passing it on. */
function startLinks(message, words, chat) {
  const payloads = new Set();
  for (const entity of message.entities ?? message.caption_entities ?? []) {
    const address = entity.url ?? (entity.type === "url" ? words.slice(entity.offset, entity.offset + entity.length) : "");
    payloads.add(startPayload(/^\w+:/.test(address) ? address : `https://${address}`, chat.app.bot.username));
  }
  for (const key of message.reply_markup?.inline_keyboard?.flat() ?? []) {
    if (key.url) payloads.add(startPayload(key.url, chat.app.bot.username));
  }
  payloads.delete(null);
  const [payload] = payloads;
  if (payload === undefined) return [];
  return chat.app.others(chat.person.id).map(({ id, name }) => ({
    label: `Open the link as ${name}`, icon: "share", testid: `open-as-${id}`, act: () => chat.app.startAs(id, payload),
  }));
}
