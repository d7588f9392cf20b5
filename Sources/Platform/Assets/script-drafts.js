// What was typed and has not arrived is kept on this device, for this reader, for a week.
const week = 7 * 86400e3;

// A draft belongs to the form's address and to what the form carries unseen: another record, another selection.
function draftKey(form) {
  const carried = all("input[type=hidden]", form).filter(field => !["_token", "_once", "version", "seen"].includes(field.name));
  return `draft:${reader}:${form.getAttribute("action")}?${carried.map(field => `${field.name}=${field.value}`).join("&")}`;
}

function draft(form) {
  const key = draftKey(form);
  const fields = () => all("input, select, textarea", form).filter(field =>
    field.name && !["hidden", "password", "file", "submit"].includes(field.type) && field.autocomplete !== "one-time-code");
  const isTicked = field => ["checkbox", "radio"].includes(field.type);
  const name = field => isTicked(field) ? `${field.name}=${field.value}` : field.name;
  const state = () => Object.fromEntries(fields().map(field => [name(field), isTicked(field) ? field.checked : field.value]));
  const version = form.querySelector("input[name=version]");
  const restore = ({ values, at }) => {
    const known = new Map(fields().map(field => [name(field), field]));
    for (const [key, value] of Object.entries(values)) {
      const field = known.get(key);
      if (!field) continue;
      if (isTicked(field)) field.checked = value; else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    beyond(form, values, known);
    // Filled from an older version of the record: the server shows what has changed since, instead of losing it.
    if (version && at) version.value = at;
  };
  const before = JSON.stringify(state());
  const old = kept.get(key);
  if (old && !document.querySelector(".errors") && JSON.stringify(old.values) !== before) {
    const when = new Date(old.when).toLocaleString(document.documentElement.lang);
    const bar = make("div", { class: "draft", role: "status" }, form.dataset.draft.replace("{}", when));
    const offer = (words, action) => {
      const button = make("button", { type: "button", class: "quiet" }, words);
      button.addEventListener("click", () => { action(); bar.remove(); });
      bar.append(" ", button);
    };
    offer(form.dataset.resume, () => restore(old));
    offer(form.dataset.discard, () => kept.remove(key));
    form.before(bar);
  }
  const keep = () => {
    const values = state();
    if (JSON.stringify(values) === before) kept.remove(key);
    else kept.set(key, { when: Date.now(), at: version?.value, values });
  };
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  form.addEventListener("submit", event => {
    clearTimeout(timer);
    keep();
    if (navigator.onLine) { tab.set("sent", { key, from: location.pathname }); return; }
    event.preventDefault();
    all(".offline", form).forEach(line => line.remove());
    form.querySelector(".actions").before(make("p", { class: "error offline", role: "alert" }, form.dataset.offline));
  });
}

// Lines of a grid for which this page has no cells: they go where whole tables are pasted.
function beyond(form, values, known) {
  const paste = form.querySelector("textarea[name=paste]");
  if (!paste || paste.value) return;
  const columns = all(".grid tbody tr:first-child [name]", form).map(field => field.name.replace(/^\d+\./, ""));
  const rows = new Set(Object.keys(values).filter(key => /^\d+\./.test(key) && !known.has(key)).map(key => parseInt(key, 10)));
  paste.value = [...rows].sort((a, b) => a - b).map(row => columns.map(column => values[`${row}.${column}`] ?? "").join("\t"))
    .filter(line => line.trim()).join("\n");
}

function drafts() {
  const sent = tab.get("sent");
  tab.remove("sent");
  // It has arrived when what comes right after it is neither the form again, nor a page that says it could not be done; a
  // proxy's own page of errors does not run this, and then one comes from elsewhere.
  const isNext = sent && document.referrer && new URL(document.referrer).pathname === sent.from;
  const isAgain = sent && all("form.entry[data-draft]").some(form => draftKey(form) === sent.key);
  const isArrived = !document.querySelector(".errors, [data-failed]") && (!isAgain || document.querySelector(".notice"));
  if (isNext && isArrived) kept.remove(sent.key);
  for (const key of kept.keys()) if (key.startsWith("draft:") && !(Date.now() - kept.get(key)?.when < week)) kept.remove(key);
  all("form.entry[data-draft]").forEach(draft);
  all("form[action='/deconnexion']").forEach(form => form.addEventListener("submit", () =>
    kept.keys().filter(key => key.startsWith(`draft:${reader}:`)).forEach(kept.remove)));
}
