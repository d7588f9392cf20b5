"use strict";
// Everything on these pages works without this file. With it less is typed, and less is lost. Words come from the pages.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const reader = document.body.dataset.reader;
// Who has no account may be at a library's computer: nothing of theirs outlives the tab.
const store = () => reader ? localStorage : sessionStorage;
const kept = {
  get: key => { try { return JSON.parse(store().getItem(key)); } catch { return null; } },
  set: (key, value) => { try { store().setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ } },
  remove: key => { try { store().removeItem(key); } catch { /* forbidden */ } },
  keys: () => { try { return Object.keys(store()); } catch { return []; } },
};

// Names proposed while somebody types: the pattern « combobox with a list box » of the ARIA practices.
let boxes = 0;
function suggest(input) {
  const list = make("ul", { role: "listbox", class: "proposals", id: `proposals-${++boxes}`, hidden: "" });
  list.setAttribute("aria-label", input.dataset.proposals);
  input.after(list);
  for (const [key, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(key, value);
  let chosen = -1, asked = 0, timer;
  const options = () => all("[role=option]", list);
  const show = isShown => {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) { chosen = -1; input.removeAttribute("aria-activedescendant"); }
  };
  const mark = next => {
    const found = options();
    chosen = (next + found.length) % found.length;
    found.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    input.setAttribute("aria-activedescendant", found[chosen].id);
    found[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = option => {
    if (!input.name || input.id === "search") { location.href = option.dataset.path; return; }
    input.value = option.querySelector("b").textContent;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show(false);
  };
  const ask = async () => {
    const text = input.value.trim(), number = ++asked;
    if (text.length < 2) return show(false);
    const url = new URL(input.dataset.suggest, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url);
      const found = answer.ok ? await answer.json() : [];
      if (number !== asked) return;
      list.replaceChildren(...found.map(({ title, detail, kind, path }, index) => make(
        "li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", "data-path": path },
        make("b", {}, title), " ", make("span", {}, (input.id === "search" ? [kind, detail] : [detail]).filter(Boolean).join(", ")))));
      show(options().length > 0 && document.activeElement === input);
    } catch { show(false); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("keydown", event => {
    if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(options()[chosen]);
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", event => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => show(false));
}

// What was typed and not yet sent is kept on this device, for this reader, for a week.
const week = 7 * 86400e3;
function draft(form) {
  const key = `draft:${reader}:${new URL(form.action).pathname}`;
  const fields = () => all("input, select, textarea", form).filter(field =>
    field.name && !["hidden", "password", "file", "submit"].includes(field.type) && field.autocomplete !== "one-time-code");
  const state = () => Object.fromEntries(fields().map((field, index) =>
    [`${index}:${field.name}`, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value]));
  const restore = values => fields().forEach((field, index) => {
    const value = values[`${index}:${field.name}`];
    if (value === undefined) return;
    if (["checkbox", "radio"].includes(field.type)) field.checked = value; else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const before = JSON.stringify(state());
  const old = kept.get(key);
  const isBack = document.querySelector(".errors") !== null;
  if (old && !isBack && JSON.stringify(old.values) !== before) {
    const bar = make("div", { class: "draft", role: "status" }, form.dataset.draft.replace("{}", new Date(old.at).toLocaleString(document.documentElement.lang)));
    const offer = (words, action) => {
      const button = make("button", { type: "button", class: "quiet" }, words);
      button.addEventListener("click", () => { action(); bar.remove(); });
      bar.append(" ", button);
    };
    offer(form.dataset.resume, () => restore(old.values));
    offer(form.dataset.discard, () => kept.remove(key));
    form.before(bar);
  }
  let timer;
  const keep = () => {
    const values = state();
    if (JSON.stringify(values) === before) kept.remove(key); else kept.set(key, { at: Date.now(), values });
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  form.addEventListener("submit", event => {
    if (navigator.onLine) { keep(); sessionStorage.setItem("sent", key); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    keep();
    all(".offline", form).forEach(line => line.remove());
    form.querySelector(".actions").before(make("p", { class: "error offline", role: "alert" }, form.dataset.offline));
  });
}
function drafts() {
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  // Where it was sent to and the same form does not come back with errors, it has arrived.
  if (sent && !document.querySelector(".errors") && performance.getEntriesByType("navigation")[0]?.type === "navigate") kept.remove(sent);
  for (const key of kept.keys()) if (key.startsWith("draft:") && Date.now() - (kept.get(key)?.at ?? 0) > week) kept.remove(key);
  all("form.entry[data-draft]").forEach(draft);
  all("form[action='/deconnexion']").forEach(form => form.addEventListener("submit", () =>
    kept.keys().filter(key => key.startsWith(`draft:${reader}:`)).forEach(kept.remove)));
}

// A range copied from a spreadsheet fills the cells from where it is pasted.
function grid(table) {
  const rows = () => all("tbody tr", table).map(row => all("input, select", row));
  const fill = (cell, text) => {
    if (cell.tagName !== "SELECT") { cell.value = text; return; }
    const plain = word => word.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
    const option = [...cell.options].find(option => plain(option.text) === plain(text) || option.value === text);
    if (option) cell.value = option.value;
  };
  table.addEventListener("paste", event => {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const cells = rows(), row = cells.findIndex(cells => cells.includes(event.target));
    const column = cells[row].indexOf(event.target);
    const lines = text.split("\n").map(line => line.split("\t"));
    lines.forEach((line, down) => line.forEach((value, across) => {
      const cell = cells[row + down]?.[column + across];
      if (cell) fill(cell, value.trim());
    }));
    const tooMany = lines.slice(cells.length - row).map(line => line.join("\t")).join("\n");
    // What does not fit is not lost: it goes where whole tables are pasted.
    if (tooMany) { const more = document.querySelector("textarea[name=paste]"); if (more) { more.value = tooMany; more.closest("details").open = true; } }
    table.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A short form opens over the page; where that fails, its own page opens.
function dialogs() {
  all("a[data-dialog]").forEach(link => link.addEventListener("click", async event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
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
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      document.body.append(dialog);
      wire(dialog);
      dialog.showModal();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } catch { location.href = link.href; }
  }));
}

// A file on its way says how far it has come.
function upload(form) {
  form.addEventListener("submit", event => {
    if (!all("input[type=file]", form).some(input => input.files.length)) return;
    event.preventDefault();
    const bar = make("progress", { max: "1", value: "0", "aria-label": form.dataset.sending });
    form.querySelector(".actions").before(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => {
      if (request.status < 300 && request.responseURL !== form.action) { location.href = request.responseURL; return; }
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
    const found = /^\s*(\d{1,2})[\/.\- ](\d{1,2})[\/.\- ](\d{4})\s*$/.exec(input.value);
    const date = found && new Date(Date.UTC(+found[3], found[2] - 1, +found[1]));
    const isDay = date && date.getUTCDate() === +found[1] && date.getUTCMonth() === found[2] - 1;
    echo.textContent = isDay ? new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" }).format(date) : "";
  };
  input.addEventListener("input", say);
  input.addEventListener("change", say);
  say();
}

// Ticking: one box for all of the page, a range with the shift key, and how many there are.
function picking(form) {
  const boxes = all(".pick", form), count = form.querySelector("output"), everything = form.querySelector("[name=all]");
  const head = form.querySelector("thead .p");
  const every = make("input", { type: "checkbox", "aria-label": head.textContent });
  head.append(every);
  let last = -1;
  const tell = () => {
    const chosen = boxes.filter(box => box.checked).length;
    every.checked = chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = everything.checked || !chosen ? "" : `${chosen} ${chosen < 2 ? count.dataset.one : count.dataset.many}`;
  };
  every.addEventListener("change", () => { boxes.forEach(box => { box.checked = every.checked; }); tell(); });
  everything.addEventListener("change", tell);
  boxes.forEach((box, index) => box.addEventListener("click", event => {
    if (event.shiftKey && last >= 0) boxes.slice(Math.min(last, index), Math.max(last, index) + 1).forEach(other => { other.checked = box.checked; });
    last = index;
    tell();
  }));
  tell();
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

function wire(within) {
  all("[data-suggest]", within).forEach(suggest);
  all("input[data-day]", within).forEach(day);
  all("form[enctype='multipart/form-data']", within).forEach(upload);
}
wire(document);
drafts();
dialogs();
shortcuts();
all(".grid table").forEach(grid);
all("form.picking").forEach(picking);
all(".board").forEach(board);
document.querySelector(".errors")?.focus();
