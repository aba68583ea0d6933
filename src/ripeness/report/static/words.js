// Numbers, days and elements, written as the rest of the page writes them.
const data = JSON.parse(document.getElementById("data").textContent);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);
const titleOf = Object.fromEntries(data.sources.map((source) => [source.name, source.title]));
const sourceTitle = (name) => titleOf[name] || name;
const lineOf = (name) => 1 + Math.max(0, data.sources.findIndex((source) => source.name === name)) % 4;
const nameOf = (id) => data.names[id] || id;

function dateOf(day) {
  return new Date(day * 86400000);
}

function dayText(day) {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function isoText(day) {
  return dateOf(day).toISOString().slice(0, 10);
}

function numberText(value, digits = 0) {
  if (value === null || value === undefined) return "–";
  const text = Math.abs(value).toFixed(digits);
  const [whole, part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(text) !== 0 ? "−" : "";
  return sign + grouped + (part ? `.${part}` : "");
}

function shareText(thousandths) {
  if (thousandths === null || thousandths === undefined) return "–";
  return `${numberText(thousandths / 10, thousandths % 1000 ? 1 : 0)}%`;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function html(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function options(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, text]) => {
    const option = html("option", { value }, text);
    option.selected = value === chosen;
    return option;
  }));
}

function distinct(values) {
  return [...new Set(values)];
}
