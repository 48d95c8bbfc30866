// Draws the page's plots in its own colours, and wakes every element that asks for a module by name.
const dark = globalThis.matchMedia("(prefers-color-scheme: dark)");

function dataOf(element) {
  const inside = element.querySelector(':scope > script[type="application/json"]');
  return inside ? JSON.parse(inside.textContent) : undefined;
}

function colours() {
  const style = getComputedStyle(document.body);
  return { text: style.getPropertyValue("--text").trim(), surface: style.getPropertyValue("--surface").trim() };
}

function themed(layout) {
  const { text, surface } = colours();
  const font = { ...(layout.font || {}), color: text };
  const hoverlabel = { bgcolor: surface, bordercolor: text, font: { color: text } };
  return { ...layout, font, hoverlabel, autosize: true, width: undefined };
}

function drawPlot(element) {
  const figure = dataOf(element);
  const place = document.createElement("div");
  place.className = "plot-area";
  element.append(place);
  const settings = { responsive: true, displaylogo: false, displayModeBar: false };
  const draw = () => globalThis.Plotly.react(place, figure.data, themed(figure.layout || {}), settings);
  draw();
  dark.addEventListener("change", draw);
}

// A module may have woken its own elements already: then they carry `skelPlayer`, or `skel` and whatever its name is.
const isAwake = (element, name) => element[`skel${name[0].toUpperCase()}${name.slice(1)}`] !== undefined;

for (const element of document.querySelectorAll("[data-skel]")) {
  const name = element.dataset.skel;
  try {
    if (name === "plot") drawPlot(element);
    else if (globalThis.skelMounts[name] && !isAwake(element, name)) globalThis.skelMounts[name](element, dataOf(element));
  } catch (error) {
    const sentence = document.createElement("p");
    sentence.className = "quiet";
    sentence.textContent = `This ${name} could not be drawn here (${error.message}).`;
    element.append(sentence);
    console.error(error);
  }
}
document.documentElement.dataset.ready = "yes";
