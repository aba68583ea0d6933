// Begin: charts at once, the map as soon as its cells are unpacked.
const redraws = [startSteps(), startFan(), startLosses(), startCampaign()];
startTables();
const fitTables = startCards();
watchTheme(() => redraws.forEach((redraw) => redraw()));

let seenWidth = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === seenWidth) return;
  seenWidth = window.innerWidth;
  fitTables();
  redraws.slice(0, 4).forEach((redraw) => redraw());
});
// On paper nothing can be opened: open what holds the argument, and leave the long lists shut.
let openedForPrint = [];
window.addEventListener("beforeprint", () => {
  openedForPrint = [...document.querySelectorAll("details.more:not([open])")];
  for (const one of openedForPrint) one.open = true;
  redraws.forEach((redraw) => redraw());
});
window.addEventListener("afterprint", () => { for (const one of openedForPrint) one.open = false; });

startMap().then((redraw) => {
  redraws.push(redraw);
  document.documentElement.dataset.ready = "yes";
}).catch((error) => {
  byId("map-said").textContent = `The map cannot be drawn in this browser (${error.message}). The tables on this page hold its figures.`;
});
