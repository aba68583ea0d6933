// Begin: charts at once, the map as soon as its cells are unpacked.
const redraws = [startSteps(), startFan()];
startTables();
watchTheme(() => redraws.forEach((redraw) => redraw()));

let seenWidth = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === seenWidth) return;
  seenWidth = window.innerWidth;
  redraws.slice(0, 2).forEach((redraw) => redraw());
});
window.addEventListener("beforeprint", () => redraws.forEach((redraw) => redraw()));

startMap().then((redraw) => {
  redraws.push(redraw);
  document.documentElement.dataset.ready = "yes";
}).catch((error) => {
  byId("map-said").textContent = `The map cannot be drawn in this browser (${error.message}). The tables on this page hold its figures.`;
});
