// Colours of the current theme, and the button that changes it.
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

// Custom properties hold light-dark(...); only a real property gives the colour in force.
const inForce = new Map();
function colour(name) {
  if (!inForce.has(name)) {
    probe.style.color = `var(--${name})`;
    inForce.set(name, getComputedStyle(probe).color);
  }
  return inForce.get(name);
}

function channels(name) {
  return colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
}

function isDark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function watchTheme(draw) {
  const button = byId("theme");
  const redraw = () => { inForce.clear(); draw(); };
  const name = () => { button.textContent = isDark() ? "Light page" : "Dark page"; };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    name();
    redraw();
  });
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", () => { name(); redraw(); });
  }
}
