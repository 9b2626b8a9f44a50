// Small helps; every page works without them.
// A chosen day of the month grid is marked, and arrow keys walk the grid.
for (const grid of document.querySelectorAll("[data-grid]")) {
  const cells = [...grid.querySelectorAll("select, button")];
  const mark = (cell) => cell.tagName === "SELECT" && cell.classList.toggle("set", cell.value !== "");
  cells.forEach(mark);
  grid.addEventListener("change", (event) => mark(event.target));
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const here = cells.indexOf(event.target);
    if (step === undefined || here < 0) return;
    event.preventDefault();
    cells[Math.min(cells.length - 1, Math.max(0, here + step))].focus();
  });
}
// The reason of a day stands in a line under its grid when the day has the focus.
for (const grid of document.querySelectorAll("[data-reasons]")) {
  const line = document.getElementById(grid.dataset.reasons);
  const show = (event) => {
    const cell = event.target.closest("[data-because]");
    if (cell && line) line.textContent = cell.dataset.because;
  };
  grid.addEventListener("focusin", show);
  grid.addEventListener("click", show);
}
// The error summary takes the focus, so that a screen reader begins with it.
document.querySelector("[data-summary]")?.focus();
