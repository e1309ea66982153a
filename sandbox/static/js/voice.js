// Voice messages to send: from the microphone, or a short tone for machines that have none.

import { oggOpus } from "./ogg.js";

const RATE = 48000;
const FRAME = 960; // 20 ms, the length of a packet in Telegram's own voice messages

/** True when this browser lets a page record at all (an address other than loopback would not be trusted). */
export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
}

/** Starts recording; `stop()` gives the file, `cancel()` forgets it. Rejects when the microphone is refused. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
  recorder.start();
  async function finish() {
    if (recorder.state !== "inactive") recorder.stop();
    await ended;
    for (const track of stream.getTracks()) track.stop();
    return new Blob(parts, { type: recorder.mimeType });
  }
  return { stop: async () => voiceFile(await finish()), cancel: finish };
}

/** Three quiet notes, so that sending a voice can be tried without a microphone. */
export async function sampleVoice() {
  const seconds = 2.1;
  const sound = new OfflineAudioContext(1, RATE * seconds, RATE);
  [440, 554.37, 659.25].forEach((pitch, index) => {
    const start = index * 0.7;
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const volume = new GainNode(sound, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.2, start + 0.05);
    volume.gain.linearRampToValueAtTime(0, start + 0.6);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.7);
  });
  return encode(await sound.startRendering());
}

/** What was recorded, as Ogg Opus; as it is when this browser cannot take it apart. */
async function voiceFile(blob) {
  try {
    const context = new OfflineAudioContext(1, RATE, RATE);
    return await encode(await context.decodeAudioData(await blob.arrayBuffer()));
  } catch {
    const ending = blob.type.includes("mp4") ? "m4a" : "webm";
    return new File([blob], `voice.${ending}`, { type: blob.type });
  }
}

/** An AudioBuffer at 48 kHz -> voice.ogg, or voice.wav where the browser has no Opus encoder. */
async function encode(buffer) {
  const samples = buffer.getChannelData(0);
  const config = { codec: "opus", sampleRate: RATE, numberOfChannels: 1, bitrate: 32000 };
  const able = window.AudioEncoder && (await AudioEncoder.isConfigSupported(config).catch(() => null))?.supported;
  if (!able) return new File([wav(samples)], "voice.wav", { type: "audio/wav" });
  const packets = [];
  let problem = null;
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push({ data, samples: FRAME });
    },
    error: (error) => { problem = error; },
  });
  encoder.configure(config);
  const padded = new Float32Array(Math.ceil(samples.length / FRAME) * FRAME);
  padded.set(samples);
  const sound = new AudioData({
    format: "f32-planar", sampleRate: RATE, numberOfFrames: padded.length, numberOfChannels: 1, timestamp: 0, data: padded,
  });
  encoder.encode(sound);
  sound.close();
  await encoder.flush();
  encoder.close();
  if (problem) throw problem;
  return new File([oggOpus(packets)], "voice.ogg", { type: "audio/ogg" });
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, index) => view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true));
  return view.buffer;
}
