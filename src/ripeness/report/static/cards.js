// A table too wide for its place becomes cards: one for each row, its figures named and side by side.
const LONG_TEXT = 48;

function namedCells(table) {
  if (table.tHead?.rows.length !== 1) return false;
  const heads = [...table.tHead.rows[0].cells];
  if (heads.some((cell) => cell.colSpan > 1)) return false;
  const names = heads.map((cell) => cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data.trim() : cell.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, index) => {
      if (cell.tagName !== "TD" || cell.colSpan > 1) return;
      cell.dataset.label ??= names[index] ?? "";
      cell.classList.toggle("long", cell.textContent.trim().length > LONG_TEXT);
    });
  }
  return true;
}

function startCards() {
  const tables = [...document.querySelectorAll(".scroll > table.data")].filter(namedCells);
  const fit = () => {
    for (const table of tables) table.classList.remove("cardrows");
    const wide = tables.filter((table) => table.parentElement.scrollWidth > table.parentElement.clientWidth + 1);
    for (const table of wide) table.classList.add("cardrows");
  };
  let waiting = 0;
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; fit(); }); };
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", soon);
  fit();
  return fit;
}
