// Builds elements. The only way text reaches the page: children that are strings become text nodes,
// so a name or a message can never turn into markup.

/**
 * el("button", {class: "x", data: {testid: "send"}, on: {click: f}, "aria-label": "Send"}, "text", node)
 * A property that is null, undefined or false is left out; true becomes an empty attribute.
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") {
      for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/** Appends children, skipping what is absent, so that callers may write `condition && node`. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child);
  }
  return node;
}

/** A button that never submits a form by accident. */
export function button(properties, ...children) {
  return el("button", { type: "button", ...properties }, ...children);
}

/** Moves the focus along a list by arrow keys, Home and End; answers whether the key was used. */
export function moveFocus(event, items, { previous = ["ArrowUp"], next = ["ArrowDown"] } = {}) {
  if (!items.length) return false;
  const at = items.indexOf(document.activeElement);
  let to;
  if (next.includes(event.key)) to = at < 0 ? 0 : (at + 1) % items.length;
  else if (previous.includes(event.key)) to = at < 0 ? items.length - 1 : (at - 1 + items.length) % items.length;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = items.length - 1;
  else return false;
  event.preventDefault();
  items[to].focus();
  return true;
}
