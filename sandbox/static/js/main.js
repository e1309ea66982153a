// Puts the page together: the people, their columns, the panel, the events.

import { api } from "./api.js";
import { Column, fullName } from "./column.js";
import { alertDialog, formDialog } from "./dialog.js";
import { icon } from "./icons.js";
import { live } from "./live.js";
import { Panel } from "./panel.js";
import { PeopleBar } from "./people-bar.js";

const find = (name) => document.querySelector(`[data-testid="${name}"]`);
const columns = new Map();
const host = find("columns");
const bar = new PeopleBar(find("people"), { choose: (id, how) => choose(id, how) });
const panel = new Panel(find("panel"), find("panel-toggle"), { name: (id) => nameOf(id), people: () => people() });
// `?people=1001,1003` shows only these, for a demonstration or a small screen.
const wanted = new URLSearchParams(location.search).get("people")?.split(",").map(Number);

const app = {
  bot: null,
  activate: (id) => activate(id),
  unread: (id) => bar.unread(id, columns.get(id).node),
  others: (id) => people().filter((person) => person.id !== id).map((person) => ({ id: person.id, name: fullName(person) })),
  startAs: (id, payload) => {
    choose(id);
    columns.get(id).startWith(payload);
  },
};

function people() {
  return [...columns.values()].map((column) => column.person);
}

function nameOf(id) {
  const column = columns.get(id);
  return column ? fullName(column.person) : id === null || id === undefined ? "" : String(id);
}

/** Marks whose chat the person at the page is in; only that one is read out when something comes. */
function activate(id) {
  if (bar.current === id) return;
  bar.mark(id);
  for (const [other, column] of columns) {
    column.node.classList.toggle("active", other === id);
    column.history.log.setAttribute("aria-live", other === id ? "polite" : "off");
  }
}

/** Shows a person's chat; `typing` puts the cursor into its input as well. */
function choose(id, { typing = false } = {}) {
  const column = columns.get(id);
  if (!column) return;
  activate(id);
  column.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (column.history.following) column.history.toBottom();
  if (typing) (column.composer.node.hidden ? column.start : column.composer.input).focus({ preventScroll: true });
}

function putPerson(person) {
  if (wanted && !wanted.includes(person.id)) return null;
  let column = columns.get(person.id);
  if (column) column.update(person);
  else {
    column = new Column(person, app);
    columns.set(person.id, column);
    host.append(column.node);
  }
  bar.put(person, fullName(person));
  return column;
}

async function load() {
  const state = await api.state();
  const other = app.bot && app.bot.id !== state.bot.id;
  app.bot = state.bot;
  const ids = new Set(state.people.map((person) => person.id));
  for (const [id, column] of columns) {
    if (ids.has(id) && !other) continue;
    column.node.remove();
    columns.delete(id);
    bar.remove(id);
  }
  const known = state.people.map(putPerson).filter(Boolean);
  await Promise.all([...known.map((column) => column.load()), panel.load(state)]);
  if (!bar.current || !columns.has(bar.current)) choose(columns.keys().next().value);
  document.body.dataset.ready = "true";
  return state.seq;
}

const HANDLERS = {
  message: ({ person_id: id, message }) => columns.get(id)?.onMessage(message),
  deleted: ({ person_id: id, message_ids: ids }) => columns.get(id)?.onDeleted(ids),
  answer: (answer) => columns.get(answer.person_id)?.onAnswer(answer),
  action: ({ person_id: id, action }) => columns.get(id)?.onAction(action),
  person: (person) => putPerson(person),
  commands: ({ person_id: id }) => [...columns.values()].filter((column) => (id ?? column.person.id) === column.person.id)
    .forEach((column) => column.forgetCommands()),
  call: (call) => panel.onCall(call),
  faults: () => panel.refresh(),
  report: () => panel.refresh(),
};

function addPerson() {
  formDialog("Add a person", [
    { name: "first_name", label: "Name", required: true, maxlength: 64 },
    { name: "last_name", label: "Family name", maxlength: 64 },
    { name: "language_code", label: "Language of the app", options: [["kk", "Қазақша"], ["ru", "Русский"], ["en", "English"]], value: "kk" },
    { name: "phone", label: "Phone", placeholder: "+7 701 555 00 00", type: "tel", hint: "Needed to share a contact." },
  ], "Add", async (values) => {
    const given = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.trim()]).filter(([, value]) => value));
    const person = await api.addPerson(given);
    if (!putPerson(person)) return () => alertDialog("Added", "This page shows only some people; open it without ?people=.");
    return () => choose(person.id, { typing: true });
  });
}

function showStatus(status) {
  const node = find("connection");
  node.dataset.status = status;
  node.textContent = { connecting: "connecting", live: "live", lost: "connection lost, trying again" }[status];
}

find("add-person").append(icon("add"));
find("add-person").addEventListener("click", addPerson);
live({ load, onEvent: (kind, data) => HANDLERS[kind](data), onStatus: showStatus });
