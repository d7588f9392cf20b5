// A range copied from a spreadsheet fills the cells from where it is pasted; with its headings, whatever their order.
function grid(table) {
  const plain = word => word.normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
  const headings = all("thead th", table).slice(1).map(heading => plain(heading.textContent));
  const rows = () => all("tbody tr", table).map(row => all("input, select", row));
  const fill = (cell, text) => {
    if (cell.tagName === "SELECT" && text) {
      const option = [...cell.options].find(option => plain(option.text) === plain(text) || option.value === text);
      // A word that the list does not know is kept, to be refused in its cell rather than lost.
      if (!option) cell.add(new Option(text, text));
      cell.value = option ? option.value : text;
    } else { cell.value = text; }
  };
  table.addEventListener("paste", event => {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const cells = rows(), row = cells.findIndex(cells => cells.includes(event.target));
    let lines = text.split("\n").map(line => line.split("\t").map(cell => cell.trim()));
    let places = lines[0].map((_, across) => cells[row].indexOf(event.target) + across);
    const named = lines[0].map(cell => headings.indexOf(plain(cell)));
    if (named.filter(place => place >= 0).length * 2 > named.length) { places = named; lines = lines.slice(1); }
    const more = [];
    lines.forEach((line, down) => {
      const wide = Array(headings.length).fill("");
      line.forEach((value, across) => { if (places[across] >= 0 && places[across] < wide.length) wide[places[across]] = value; });
      if (!cells[row + down]) { more.push(wide.join("\t")); return; }
      line.forEach((value, across) => { const cell = cells[row + down][places[across]]; if (cell) fill(cell, value); });
    });
    // What does not fit is not lost: it goes where whole tables are pasted.
    const paste = table.closest("form").querySelector("textarea[name=paste]");
    if (more.length && paste) paste.value = [paste.value, ...more].filter(Boolean).join("\n");
    table.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Ticking: one box for all of the page, a range with the shift key, and how many there are.
function picking(form) {
  const boxes = all(".pick", form), count = form.querySelector("output"), everything = form.querySelector("[name=all]");
  const every = make("input", { type: "checkbox", "aria-label": count.dataset.every });
  form.querySelector("thead .p").append(every);
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
  // A browser that goes back ticks them again after this has run.
  addEventListener("pageshow", () => setTimeout(tell));
  tell();
}

function wire(within) {
  all("[data-suggest]", within).forEach(suggest);
  all("input[data-day]", within).forEach(day);
  all("form[enctype='multipart/form-data']", within).forEach(upload);
}

// One that fails on some old browser leaves the others to work.
for (const part of [
  drafts, () => wire(document), dialogs, shortcuts, menu, () => all(".grid table").forEach(grid),
  () => all("form.picking").filter(form => form.querySelector("output")).forEach(picking), () => all(".board").forEach(board),
  () => all("[data-live]").forEach(live),
  () => document.querySelector(".errors")?.focus(),
]) try { part(); } catch (fault) { console.warn(fault); }
