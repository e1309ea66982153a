// Opus packets -> an Ogg file, the container of Telegram's voice messages. Browsers record WebM or MP4, and a bot
// that passes a voice on, or measures it, must get what it would get from a phone. (RFC 3533, RFC 7845.)

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

const BEGIN = 2;
const END = 4;
const SERIAL = 0x53424f58;
// Samples at 48 kHz that a decoder throws away at the start; what libopus asks for.
export const PRE_SKIP = 312;

/** `packets` are {data: Uint8Array, samples} at 48 kHz, mono; each must be shorter than 64 kB. */
export function oggOpus(packets) {
  const pages = [page(opusHead(), 0, 0, BEGIN), page(opusTags(), 0, 1, 0)];
  let position = PRE_SKIP;
  packets.forEach(({ data, samples }, index) => {
    position += samples;
    pages.push(page(data, position, index + 2, index === packets.length - 1 ? END : 0));
  });
  return new Blob(pages, { type: "audio/ogg" });
}

function page(packet, position, number, flags) {
  const full = Math.floor(packet.length / 255);
  const bytes = new Uint8Array(27 + full + 1 + packet.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4f, 0x67, 0x67, 0x53, 0, flags]); // "OggS", version 0
  view.setBigUint64(6, BigInt(position), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, number, true);
  bytes[26] = full + 1;
  bytes.fill(255, 27, 27 + full);
  bytes[27 + full] = packet.length % 255;
  bytes.set(packet, 28 + full);
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

function checksum(bytes) {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) ^ CRC[(value >>> 24) ^ byte]) >>> 0;
  return value;
}

function opusHead() {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("OpusHead"));
  bytes[8] = 1; // version
  bytes[9] = 1; // mono
  view.setUint16(10, PRE_SKIP, true);
  view.setUint32(12, 48000, true);
  return bytes;
}

function opusTags() {
  const vendor = new TextEncoder().encode("sandbox");
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4);
  bytes.set(new TextEncoder().encode("OpusTags"));
  new DataView(bytes.buffer).setUint32(8, vendor.length, true);
  bytes.set(vendor, 12);
  return bytes;
}
