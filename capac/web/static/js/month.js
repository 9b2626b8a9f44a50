// The month grid. Every page works without this: reasons stand in a list, days are chosen in lists.
// With it: one stop for the tab key, arrows walk days and weeks, days are painted with one choice.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

// One cell can be reached by tab; arrows, Home and End move from there.
function walk(grid, cells) {
  const only = (cell) => cells.forEach((one) => (one.tabIndex = one === cell ? 0 : -1));
  only(cells[0]);
  grid.addEventListener("focusin", (event) => cells.includes(event.target) && only(event.target));
  grid.addEventListener("keydown", (event) => {
    const here = cells.indexOf(event.target);
    if (here < 0) return;
    const ends = { Home: 0, End: cells.length - 1 };
    const there = ends[event.key] ?? here + STEPS[event.key];
    if (Number.isNaN(there) || !cells[there]) return;
    event.preventDefault();
    cells[there].focus();
  });
}

// The reason of the day in focus stands below the grid.
function tell(grid, line) {
  const show = (event) => {
    const cell = event.target.closest("[data-because]");
    if (cell) line.textContent = cell.dataset.because;
  };
  grid.addEventListener("focusin", show);
  grid.addEventListener("click", show);
}

// An option of a day says its sign, then its words; the empty one stands for nothing.
function told(option, nothing) {
  const [sign, ...words] = option.textContent.trim().split(" ");
  return option.value ? { sign, name: words.join(" ") } : { sign: "", name: nothing };
}

// The choices of a day become one choice for the whole grid.
function paletteOf(select, { fill: legend, nothing }) {
  const palette = document.createElement("fieldset");
  palette.className = "palette";
  palette.append(Object.assign(document.createElement("legend"), { textContent: legend }));
  const choices = Object.assign(document.createElement("div"), { className: "choices" });
  for (const [place, option] of [...select.options].entries()) {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", value: option.value });
    const { sign, name } = told(option, nothing);
    radio.name = "palette";
    radio.checked = place === 1;
    label.append(radio, `${sign || "–"} ${name}`);
    choices.append(label);
  }
  palette.append(choices);
  return palette;
}

// A day's list of choices becomes a button that shows its sign.
function cellOf(select, nothing) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const sign = Object.assign(document.createElement("span"), { className: "sign" });
  const cell = select.closest("td");
  const day = cell.querySelector(".day");
  day.replaceWith(button);
  button.append(day, sign);
  select.hidden = true;
  const show = () => {
    const said = told(select.selectedOptions[0], nothing);
    sign.textContent = said.sign;
    button.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${said.name}`);
    cell.classList.toggle("set", select.value !== "");
  };
  show();
  return { button, select, show };
}

function fill(grid) {
  const selects = [...grid.querySelectorAll("select")];
  const palette = paletteOf(selects[0], grid.dataset);
  const said = Object.assign(document.createElement("p"), { className: "hidden" });
  said.setAttribute("aria-live", "polite");
  grid.prepend(palette);
  grid.append(said);
  grid.querySelector(".legend")?.remove();
  const cells = selects.map((select) => cellOf(select, grid.dataset.nothing));
  const chosen = () => palette.querySelector(":checked").value;
  const paint = (cell, code) => {
    cell.select.value = code;
    cell.show();
    said.textContent = cell.button.getAttribute("aria-label");
  };
  let brush = null;
  for (const cell of cells) {
    const other = () => (cell.select.value === chosen() ? "" : chosen());
    cell.button.addEventListener("pointerdown", (event) => event.pointerType === "mouse" && paint(cell, (brush = other())));
    cell.button.addEventListener("pointerenter", (event) => brush !== null && event.buttons & 1 && paint(cell, brush));
    cell.button.addEventListener("click", () => brush === null && paint(cell, other()));
    cell.button.addEventListener("keydown", ({ key }) => {
      const place = ["Delete", "Backspace"].includes(key) ? 0 : /^\d$/.test(key) ? Number(key) : -1;
      if (cell.select.options[place]) paint(cell, cell.select.options[place].value);
    });
  }
  // The click that ends a stroke comes right after it and must find the brush.
  addEventListener("pointerup", () => setTimeout(() => (brush = null)));
  return cells.map((cell) => cell.button);
}

for (const grid of document.querySelectorAll("[data-grid]")) {
  const cells = "fill" in grid.dataset ? fill(grid) : [...grid.querySelectorAll(".month button")];
  const line = document.getElementById(grid.dataset.reasons);
  if (line) tell(grid, line);
  if (cells.length) walk(grid, cells);
}
