// Keys of the desk and what follows when an item opens beside the list. Every page works without this file.
const desk = document.querySelector("[data-desk]");
const keysAreOn = desk?.dataset.keys === "on";
const rows = () => [...document.querySelectorAll("[data-row]")];
const link = (row) => row?.querySelector("[data-open]");
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

const current = () => {
  const all = rows();
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : all.findIndex((row) => row.getAttribute("aria-current") === "true");
};
const step = (by) => {
  const all = rows();
  if (all.length) link(all[Math.min(all.length - 1, Math.max(0, current() + by))])?.focus();
};
const press = (key) => {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  target.closest("details")?.setAttribute("open", "");
  if (target.matches("button, a")) target.click();
  else target.focus();
  return true;
};
const acts = {
  j: () => step(1),
  k: () => step(-1),
  n: () => press("n"),
  t: () => press("t"),
  d: () => press("d"),
  f: () => press("f"),
  g: () => press("g"),
  h: () => press("h"),
  s: () => press("s"),
  u: () => press("u"),
  "/": () => press("/"),
  "?": () => document.querySelector("[data-keys-page]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (!keysAreOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// The opened item takes the focus and its row says that it is the one.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "item") return;
  const title = document.getElementById("item-title");
  document.querySelector(".queue")?.classList.add("opened");
  for (const row of rows()) row.removeAttribute("aria-current");
  rows().find((row) => row.contains(event.detail.requestConfig?.elt))?.setAttribute("aria-current", "true");
  title?.focus();
});
// An item that does not come (logged out, server gone) is asked for as a whole page, which says why.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const address = event.detail.requestConfig?.elt?.getAttribute("href");
    if (address) location.assign(address);
  });
}
// A form that moves money or computes long is sent once.
for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
}
// Keys go on from the opened row after an act has brought the page again.
if (!document.querySelector("[data-summary]")) link(rows().find((row) => row.getAttribute("aria-current") === "true"))?.focus({ preventScroll: true });
