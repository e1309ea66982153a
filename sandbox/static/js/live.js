// The stream of events. It reconnects by itself and reloads the whole state each time it does: after a
// restart the server may count from another number, and a page that only resumed would miss that.

const KINDS = ["message", "deleted", "answer", "action", "call", "person", "commands", "faults", "report"];
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4000;

/**
 * `load()` fetches everything and returns the sequence number it was true at; `onEvent(kind, data)` gets what
 * came after it; `onStatus` gets "connecting", "live" or "lost".
 */
export function live({ load, onEvent, onStatus }) {
  let wait = FIRST_WAIT_MS;
  let source = null;

  async function start() {
    let seq;
    try {
      seq = await load();
    } catch (error) {
      console.warn("state not loaded:", error.message);
      return later();
    }
    source = new EventSource(`/sandbox/events?after=${seq}`);
    source.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      onStatus("live");
    });
    source.addEventListener("error", later);
    source.addEventListener("reset", restart);
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
    }
    return undefined;
  }

  function restart() {
    source?.close();
    start();
  }

  // The browser's own retry would repeat the old `after`, so the source is closed and opened anew.
  function later() {
    source?.close();
    source = null;
    onStatus("lost");
    setTimeout(start, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  onStatus("connecting");
  start();
  window.addEventListener("pagehide", () => source?.close());
  // Coming back by the browser's Back button shows the frozen page: it must go on from what is true now.
  window.addEventListener("pageshow", (event) => event.persisted && restart());
}
