// The control API of the sandbox, one function for each thing a person can do. No state lives here.

/** A refusal in the server's own words; `status` is 0 when nothing answered at all. */
export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

async function request(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refusal("The sandbox does not answer. Is it still running?", 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer.error || `The sandbox answered ${response.status}.`, response.status);
  return answer;
}

const person = (id) => `/sandbox/people/${id}`;

export const api = {
  state: () => request("GET", "/sandbox/state"),
  messages: async (id) => (await request("GET", `${person(id)}/messages`)).messages,
  commands: async (id) => (await request("GET", `${person(id)}/commands`)).commands,
  addPerson: (fields) => request("POST", "/sandbox/people", fields),
  changePerson: (id, fields) => request("PATCH", person(id), fields),
  send: (id, body) => request("POST", `${person(id)}/send`, body),
  press: (id, place) => request("POST", `${person(id)}/press`, place),
  edit: (id, messageId, text) => request("POST", `${person(id)}/edit`, { message_id: messageId, text }),
  react: (id, messageId, emoji) => request("POST", `${person(id)}/react`, { message_id: messageId, emoji }),
  forward: (id, messageId) => request("POST", `${person(id)}/forward`, { message_id: messageId }),
  remove: (id, messageId) => request("POST", `${person(id)}/delete`, { message_id: messageId }),
  calls: async (after) => (await request("GET", `/sandbox/calls?after=${after}`)).calls,
  addFault: (fault) => request("POST", "/sandbox/faults", fault),
  clearFaults: () => request("DELETE", "/sandbox/faults"),
  setLimits: (on) => request("POST", "/sandbox/limits", { on }),
  clear: () => request("POST", "/sandbox/clear"),
};

/** Where the bytes of a Telegram file object are. */
export function fileUrl(file) {
  return `/sandbox/files/${encodeURIComponent(file.file_unique_id)}`;
}
