"use strict";
// Everything on these pages works without this script. With it less is typed, and less is lost. Its words come from the
// pages. Its files are sent as one.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const reader = document.body.dataset.reader;
// What a browser that forbids storage, or has no room left, cannot do, is left undone.
const memory = store => ({
  get: key => { try { return JSON.parse(store().getItem(key)); } catch { return null; } },
  set: (key, value) => { try { store().setItem(key, JSON.stringify(value)); } catch { /* see above */ } },
  remove: key => { try { store().removeItem(key); } catch { /* see above */ } },
  keys: () => { try { return Object.keys(store()); } catch { return []; } },
});
// Who has no account may be at a library's computer: nothing of theirs outlives the tab.
const kept = memory(() => reader ? localStorage : sessionStorage);
const tab = memory(() => sessionStorage);

// « / » leads to the search box, for those who have not turned it off on their account's page.
function shortcuts() {
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || kept.get("shortcuts") === false) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  all("button[data-shortcuts]").forEach(button => {
    const tell = () => { button.setAttribute("aria-pressed", String(kept.get("shortcuts") !== false)); };
    button.hidden = false;
    button.addEventListener("click", () => { kept.set("shortcuts", kept.get("shortcuts") === false); tell(); });
    tell();
  });
}

// The menu of a telephone opens by its address; here it closes by the same link, and by Escape.
function menu() {
  const link = document.querySelector(".menu-open");
  if (!link) return;
  const isOpen = () => location.hash === "#menu";
  const tell = () => link.setAttribute("aria-expanded", String(isOpen()));
  const close = () => { location.hash = "content"; link.focus(); };
  link.setAttribute("aria-controls", "menu");
  link.addEventListener("click", event => { if (isOpen()) { event.preventDefault(); close(); } });
  document.addEventListener("keydown", event => { if (event.key === "Escape" && isOpen()) close(); });
  addEventListener("hashchange", () => { tell(); if (isOpen()) document.querySelector("#menu a")?.focus(); });
  tell();
}

// A short form opens over the page; where that fails, its own page opens.
function dialogs() {
  let isBusy = false;
  all("a[data-dialog]").forEach(link => link.addEventListener("click", async event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      const answer = await fetch(link.href);
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = parsed.querySelector("main form.entry");
      if (!answer.ok || !form) throw new Error();
      const close = make("button", { type: "button", class: "quiet close" }, form.dataset.close ?? "×");
      const title = make("h2", { id: "dialog-title" }, parsed.querySelector("h1").textContent);
      const around = all("main > p:not(.notice)", parsed);
      const dialog = make("dialog", { "aria-labelledby": "dialog-title" }, close, title, ...around, form);
      all(".actions a", form).forEach(cancel => cancel.addEventListener("click", event => { event.preventDefault(); dialog.close(); }));
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => { dialog.remove(); isBusy = false; link.focus(); });
      document.body.append(dialog);
      wire(dialog);
      all("form.entry[data-draft]", dialog).forEach(draft);
      dialog.showModal();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } catch { location.href = link.href; }
  }));
}

// A file on its way says how far it has come.
function upload(form) {
  form.addEventListener("submit", event => {
    if (event.defaultPrevented || !all("input[type=file]", form).some(input => input.files.length)) return;
    event.preventDefault();
    const bar = make("progress", { max: "1", value: "0", "aria-label": form.dataset.sending });
    form.querySelector(".actions").before(bar);
    const target = form.getAttribute("action");
    const request = new XMLHttpRequest();
    request.open("POST", target);
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => {
      if (request.status < 300 && request.responseURL !== new URL(target, location.href).href) { location.href = request.responseURL; return; }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => { bar.replaceWith(make("p", { class: "error", role: "alert" }, form.dataset.offline)); });
    request.send(new FormData(form));
  });
}

// A date typed in figures is said back in words, so that a slip of the finger is seen.
function day(input) {
  const echo = make("output", { class: "echo", for: input.id });
  input.after(echo);
  const say = () => {
    const text = input.value.trim();
    const found = /^(\d{1,2})[\/.\- ](\d{1,2})[\/.\- ](\d{4}|\d\d)$/.exec(text) ?? /^(\d\d)(\d\d)(\d{4}|\d\d)$/.exec(text);
    const year = found && (found[3].length === 4 ? +found[3] : +found[3] < 70 ? 2000 + +found[3] : 1900 + +found[3]);
    const date = found && new Date(Date.UTC(year, found[2] - 1, +found[1]));
    const isDay = date && date.getUTCDate() === +found[1] && date.getUTCMonth() === found[2] - 1;
    const words = isDay ? new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" }).format(date) : "";
    // « 1er janvier »: the browser's own words have no ordinal.
    echo.textContent = document.documentElement.lang === "fr" ? words.replace(/ 1 /, " 1er ") : words;
  };
  input.addEventListener("input", say);
  input.addEventListener("change", say);
  say();
}

// A card is moved by its own form; dragging it fills that form in.
function board(board) {
  all("li", board).forEach(card => {
    if (!card.querySelector("form")) return;
    card.draggable = true;
    card.addEventListener("dragstart", event => { event.dataTransfer.setData("text/plain", card.id); event.dataTransfer.effectAllowed = "move"; });
  });
  all("section", board).forEach(column => {
    column.addEventListener("dragover", event => { event.preventDefault(); column.classList.add("over"); });
    column.addEventListener("dragleave", () => column.classList.remove("over"));
    column.addEventListener("drop", event => {
      event.preventDefault();
      column.classList.remove("over");
      const card = document.getElementById(event.dataTransfer.getData("text/plain"));
      if (!card || column.contains(card)) return;
      const form = card.querySelector("form");
      form.querySelector("select").value = column.dataset.stage;
      form.requestSubmit();
    });
  });
}

// Work under way is looked at again every two seconds; once it is over, the page shows what became of it.
function live(place) {
  const again = async () => {
    if (document.hidden) return setTimeout(again, 2000);
    try {
      const answer = await fetch(place.dataset.live, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      if (!answer.ok || !fresh) return location.assign(place.dataset.live);
      place.replaceChildren(...fresh.childNodes);
      if (!place.querySelector("progress")) return location.assign(place.dataset.live);
    } catch { /* the network will be back */ }
    setTimeout(again, 2000);
  };
  if (place.querySelector("progress")) setTimeout(again, 1000);
}
