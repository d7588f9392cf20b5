// Names proposed while somebody types: the pattern « combobox with a list box » of the ARIA practices.
let boxes = 0;
function suggest(input) {
  const list = make("ul", { role: "listbox", class: "proposals", id: `proposals-${++boxes}`, hidden: "", "aria-label": input.dataset.proposals });
  const status = make("span", { class: "unseen", role: "status" });
  input.after(list, status);
  for (const [key, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(key, value);
  let chosen = -1, asked = 0, timer;
  const options = () => all("[role=option]", list);
  const forget = () => { chosen = -1; input.removeAttribute("aria-activedescendant"); };
  const show = isShown => {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) { forget(); clearTimeout(timer); asked++; }
  };
  const mark = next => {
    const found = options();
    chosen = (next + found.length) % found.length;
    found.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    input.setAttribute("aria-activedescendant", found[chosen].id);
    found[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = option => {
    if (input.id === "search") { location.href = option.dataset.path; return; }
    input.value = option.querySelector("b").textContent;
    input.dispatchEvent(new Event("input", { bubbles: true }));
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
      // What was chosen stood in the list that goes.
      forget();
      list.replaceChildren(...found.map(({ title, detail, kind, path }, index) => make(
        "li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", "data-path": path },
        make("b", {}, title), " ", make("span", {}, (input.id === "search" ? [kind, detail] : [detail]).filter(Boolean).join(", ")))));
      status.textContent = `${input.dataset.proposals} : ${found.length}`;
      show(found.length > 0 && document.activeElement === input);
    } catch { show(false); }
  };
  input.addEventListener("input", () => { forget(); clearTimeout(timer); timer = setTimeout(ask, 150); });
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
  // Whoever types again means what they type, not what they ticked before.
  const own = input.closest(".field")?.querySelector("input[type=radio][value='']");
  if (own) input.addEventListener("input", () => { own.checked = true; });
}
