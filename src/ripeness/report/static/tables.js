// Tables: those behind charts, those that filter, and all of them as CSV.
const tableRows = new Map();

function putTable(id, head, rows) {
  tableRows.set(id, [head, ...rows]);
  if (!byId(`${id}-table`).hidden) writeTable(id);
}

function writeTable(id) {
  const [head, ...rows] = tableRows.get(id) || [[]];
  const numeric = head.map((_, index) => rows.some((row) => typeof row[index] === "number"));
  byId(`${id}-table`).replaceChildren(html("table", { class: "data" },
    html("thead", {}, html("tr", {}, head.map((text, index) => html("th", { scope: "col", class: numeric[index] ? "num" : null }, text)))),
    html("tbody", {}, rows.map((row) => html("tr", {}, row.map((value, index) => html("td", { class: numeric[index] ? "num" : "nowrap" }, String(value))))))));
}

// A long table shows its first rows until it is filtered or unfolded.
const FOLDED_AT = 25;
const unfolded = new Set(["finish-table", "scored-table"]);

function shownRows(table) {
  const head = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const folded = byId(`${table.id}-all`) && !byId(`${table.id}-all`).hidden;
  const rows = [...table.tBodies[0].rows].filter((row) => folded || !row.hidden);
  return [head, ...rows.map((row) => [...row.cells].map((cell) => cell.dataset.v ?? (row.hidden ? cell.textContent : cell.innerText).replace(/\s+/g, " ").trim()))];
}

// A value that a spreadsheet would run as a formula is kept as text.
function csvText(rows) {
  const field = (value) => {
    const text = String(value ?? "");
    const safe = typeof value !== "number" && /^[=+@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(field).join(",")).join("\r\n");
}

function download(name, rows) {
  const link = html("a", { href: URL.createObjectURL(new Blob([csvText(rows)], { type: "text/csv" })), download: `${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function rowsFor(id) {
  if (id === "map") return mapRows();
  return tableRows.get(id) || shownRows(byId(id));
}

function startTables() {
  for (const button of document.querySelectorAll("[data-csv]")) {
    button.addEventListener("click", async () => download(button.dataset.csv.replace("-table", ""), await rowsFor(button.dataset.csv)));
  }
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      const box = byId(`${button.dataset.show}-table`);
      box.hidden = !box.hidden;
      button.setAttribute("aria-expanded", String(!box.hidden));
      button.textContent = box.hidden ? "Show as table" : "Hide table";
      if (!box.hidden) writeTable(button.dataset.show);
    });
  }
  const filters = [...document.querySelectorAll("[data-filter]")];
  for (const filter of filters) filter.addEventListener("input", () => applyFilters(filter.dataset.filter, filters));
  byId("claims-table-all").addEventListener("click", () => {
    unfolded.add("claims-table");
    applyFilters("claims-table", filters);
  });
  for (const name of distinct(filters.map((filter) => filter.dataset.filter))) applyFilters(name, filters);
}

function applyFilters(name, filters) {
  const table = byId(name);
  const own = filters.filter((filter) => filter.dataset.filter === name && filter.value !== "");
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    row.hidden = !own.every((filter) => (filter.dataset.key === "words"
      ? row.textContent.toLowerCase().includes(filter.value.toLowerCase())
      : row.dataset[filter.dataset.key] === filter.value));
    if (!own.length && !unfolded.has(name) && shown >= FOLDED_AT) row.hidden = true;
    if (!row.hidden) shown += 1;
  }
  const all = byId(`${name}-all`);
  if (all) all.hidden = own.length > 0 || shown === table.tBodies[0].rows.length;
  const count = byId(`${name}-count`);
  if (count) count.textContent = `${shown} of ${table.tBodies[0].rows.length} shown`;
}
