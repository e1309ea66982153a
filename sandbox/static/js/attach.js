// The attach menu: what a person can send besides text.

import { formDialog, toast } from "./dialog.js";
import { el } from "./dom.js";
import { openMenu } from "./popup.js";
import { sampleVoice } from "./voice.js";

const ALMATY = { latitude: "43.238949", longitude: "76.889709" };
const ACCEPT = { photo: "image/jpeg,image/png,image/webp", document: "", video: "video/*", voice: "audio/*" };

export function attachMenu(opener, chat) {
  const pick = (kind, label, picture) => ({ label, icon: picture, testid: `attach-${kind}`, act: () => pickFiles(kind, chat) });
  openMenu(opener, "Attach", [
    pick("photo", "Photo or album", "photo"),
    pick("document", "File", "file"),
    pick("video", "Video", "video"),
    pick("voice", "Voice from a file", "mic"),
    { label: "Sample voice", icon: "note", testid: "attach-sample-voice", act: () => sendSample(chat) },
    { label: "My contact", icon: "phone", testid: "attach-contact", act: () => chat.sendBody({ contact: true }) },
    { label: "Location", icon: "pin", testid: "attach-location", act: () => attachMenu.location(chat) },
  ]);
}

/** Also what a `request_location` key opens. */
attachMenu.location = (chat) => formDialog("Send a location", [
  { name: "latitude", label: "Latitude", value: ALMATY.latitude, required: true, inputmode: "decimal" },
  { name: "longitude", label: "Longitude", value: ALMATY.longitude, required: true, inputmode: "decimal" },
], "Send", async ({ latitude, longitude }) => {
  const place = { latitude: Number(latitude), longitude: Number(longitude) };
  if (!(Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180)) {
    throw new Error("Latitude is -90 to 90 and longitude -180 to 180, in degrees.");
  }
  await chat.sendBody({ location: place });
});

function pickFiles(kind, chat) {
  const input = el("input", {
    type: "file", hidden: true, accept: ACCEPT[kind] || null, multiple: kind !== "voice",
    data: { testid: `file-${kind}` }, "aria-hidden": "true", tabindex: "-1",
  });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.remove();
    if (kind === "voice") chat.sendFiles(kind, files);
    else chat.composer.stage(kind, files);
  });
  input.addEventListener("cancel", () => input.remove());
  chat.node.append(input);
  input.click();
}

async function sendSample(chat) {
  try {
    await chat.sendFiles("voice", [await sampleVoice()]);
  } catch {
    toast(chat.toasts, "This browser cannot make a sound file.", { bad: true });
  }
}
