"use strict";
// One state (what is chosen), kept in the address; everything on the page follows from it.
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("choosers");
const ALL = "all";
const EMBED = { // an interpreter instead of eval, which the page's policy forbids
  mode: "vega", ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1, tooltip: { disableDefaultStyle: true },
};
const THEMES = ["system", "light", "dark"];
const state = { run: data.runs[data.runs.length - 1], stage: ALL, zone: ALL, school: "", warned: "", theme: "system", at: "" };
const initial = { ...state };
const charts = new Map(data.charts.map((chart) => [chart.id, { ...chart, rows: unpack(chart.rows), local: {} }]));
const each = (selector, action, within = document) => within.querySelectorAll(selector).forEach(action);

function unpack(packed) {
  const count = packed.values.length ? packed.values[0].length : 0;
  const told = packed.columns.map((name, c) => {
    const texts = packed.texts[c];
    return [name, texts === null ? packed.values[c] : packed.values[c].map((place) => texts[place])];
  });
  return Array.from({ length: count }, (_, i) => Object.fromEntries(told.map(([name, values]) => [name, values[i]])));
}

// --- state and address -------------------------------------------------------------------------------------------
function readAddress() {
  const hash = location.hash.slice(1);
  if (!hash.includes("=")) return hash && document.getElementById(hash) ? { ...state, at: hash } : { ...initial };
  const told = new URLSearchParams(hash);
  const found = { ...initial };
  for (const key of Object.keys(initial)) if (told.has(key)) found[key] = told.get(key);
  return allowed(found);
}

function allowed(found) {
  for (const name of ["run", "stage", "zone"]) {
    const values = [...form.elements[name].options].map((option) => option.value);
    if (!values.includes(found[name])) found[name] = initial[name];
  }
  if (!THEMES.includes(found.theme)) found.theme = "system";
  if (found.at && !document.getElementById(found.at)) found.at = "";
  return found;
}

function writeAddress() {
  const told = new URLSearchParams();
  for (const key of Object.keys(initial)) if (state[key] !== initial[key]) told.set(key, state[key]);
  const hash = told.toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function follow(found, moved) {
  Object.assign(state, found);
  for (const name of ["run", "stage", "zone", "school"]) form.elements[name].value = state[name];
  form.elements.warned.checked = state.warned === "1";
  show();
  writeAddress();
  if (moved && state.at) goTo(state.at);
}

function goTo(id) {
  const section = document.getElementById(id);
  section.scrollIntoView();
  section.focus({ preventScroll: true });
}

// --- what is shown ----------------------------------------------------------------------------------------------
function show() {
  showTheme();
  showRun();
  filterTables();
  drawAnew();
}

function showTheme() {
  if (state.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
  document.getElementById("theme").textContent = data.words[`theme_${state.theme}`];
}

function showRun() {
  const place = String(data.runs.indexOf(state.run));
  each("template[data-runs]", (template) => {
    if (!template.dataset.runs.split(" ").includes(place)) return;
    const told = document.createElement("div");
    told.className = "told";
    told.dataset.runs = template.dataset.runs;
    told.append(template.content.cloneNode(true));
    template.replaceWith(told);
    each(".scroll", watchWidth, told);
  });
  each(".told[data-runs]", (told) => { told.hidden = !told.dataset.runs.split(" ").includes(place); });
}

const meets = (chosen, value, exact) => !value || value === chosen || (!exact && chosen === ALL);
const stagesMeet = (row, exact) => (row.dataset.s || "").split(" ").some((stage) => meets(state.stage, stage, exact)); // some share rooms

function filterTables() {
  const sought = state.school.trim().toLowerCase();
  each(".told:not([hidden]) table", (table) => {
    const exact = "exact" in table.dataset;
    const bySchool = table.matches(".schools, .named");
    let shown = 0;
    each("tbody tr", (row) => {
      const named = !bySchool || ((!sought || row.cells[0].textContent.toLowerCase().includes(sought)) &&
        (!state.warned || row.classList.contains("w")));
      row.hidden = !(named && stagesMeet(row, exact) && meets(state.zone, row.dataset.z, false));
      shown += row.hidden ? 0 : 1;
    }, table);
    if (table.matches(".schools")) countColours(table);
    else each("tfoot tr", (row) => footRow(row, table, bySchool && (sought !== "" || state.warned !== "")), table);
    const box = table.closest(".scroll");
    box.hidden = shown === 0;
    const none = box.nextElementSibling.matches(".cue") ? box.nextElementSibling.nextElementSibling : box.nextElementSibling;
    none.hidden = shown > 0;
    if (!none.textContent) none.textContent = data.words.nothing_chosen;
  });
  tellCount();
  tellSchools();
}

function tellCount() { // what a choice leaves, said to those who do not see the table
  const rows = [...(document.querySelector(".told:not([hidden]) .schools tbody") || { rows: [] }).rows];
  const shown = rows.filter((row) => !row.hidden).length;
  const text = data.words.counted.replace("{shown}", shown).replace("{all}", rows.length);
  const place = document.getElementById("counted");
  if (place.textContent !== text) place.textContent = text;
}

function tellSchools() { // the sentence over the table, and that of what paper leaves out, of the stage and zone chosen
  const table = document.querySelector(".told:not([hidden]) .schools");
  const of = (row) => stagesMeet(row, false) && meets(state.zone, row.dataset.z, false);
  const rows = table ? [...table.tBodies[0].rows].filter(of) : [];
  const count = (name) => rows.filter((row) => row.classList.contains(name)).length;
  const found = { all: rows.length, red: count("ever-r"), amber: count("ever-a"), now: count("now"), n: count("calm") };
  const say = (key) => data.words[key].replace(/{(\w+)}/g, (_, name) => found[name]);
  const told = !rows.length ? "schools_empty" : found.red || found.amber ? "schools_told" : "schools_calm";
  each(".told:not([hidden]) .told-schools", (place) => { place.textContent = say(told); });
  each(".told:not([hidden]) .printed", (place) => { place.textContent = found.n ? say("schools_printed") : ""; });
}

function footRow(row, table, narrowed) {
  const exact = table.matches(".named"); // a sum for every choice of stage and zone
  row.hidden = narrowed || !(stagesMeet(row, exact) && (!exact || meets(state.zone, row.dataset.z, true)));
}

function countColours(table) {
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  for (const foot of table.tFoot.rows) {
    for (const cell of foot.querySelectorAll(".n")) {
      const colour = cell.classList.contains("r") ? "r" : "a";
      cell.textContent = rows.filter((row) => row.cells[cell.cellIndex].classList.contains(colour)).length;
    }
  }
}

function watchWidth(box) {
  if (!box.nextElementSibling || !box.nextElementSibling.matches(".cue")) {
    const cue = document.createElement("p");
    cue.className = "cue";
    cue.setAttribute("aria-hidden", "true");
    cue.textContent = data.words.scroll_cue;
    box.after(cue);
  }
  widths.observe(box);
  if (box.firstElementChild) widths.observe(box.firstElementChild);
}
const widths = new ResizeObserver((entries) => {
  for (const box of new Set(entries.map(({ target }) => target.closest(".scroll")).filter(Boolean))) {
    const cue = box.nextElementSibling;
    if (cue && cue.matches(".cue")) cue.classList.toggle("on", box.scrollWidth > box.clientWidth + 1);
  }
});

// --- charts -----------------------------------------------------------------------------------------------------
const inView = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) inView.add(entry.target);
    else inView.delete(entry.target);
  }
  drawVisible();
}, { rootMargin: "300px" });
let drawing = Promise.resolve();
let pending = 0;
let idle = 0;

function drawAnew() {
  charts.forEach((chart) => { chart.stale = true; });
  document.documentElement.dataset.drawn = charts.size ? "no" : "yes";
  drawVisible();
}

function drawVisible() {
  inView.forEach(queue);
  clearTimeout(idle);
  idle = setTimeout(() => each("figure.chart", queue), 600); // the rest, so that paper shows all of them
}

function queue(figure) {
  const chart = charts.get(figure.dataset.chart);
  if (!chart.stale) return;
  chart.stale = false;
  pending += 1;
  document.documentElement.dataset.drawn = "no";
  drawing = drawing.then(() => draw(figure, chart)).catch((error) => {
    figure.querySelector(".drawn").replaceChildren();
    none(figure, `${data.words.chart_failed} ${error.message}`);
  }).then(() => {
    pending -= 1;
    const left = pending > 0 || [...charts.values()].some((other) => other.stale);
    if (!left) document.documentElement.dataset.drawn = "yes";
  });
}

function chosenRows(chart) {
  let rows = chart.rows;
  for (const name of chart.by) {
    const wanted = name in state ? state[name] : chart.local[name];
    if (wanted === undefined) continue;
    const part = rows.filter((row) => row[name] === wanted);
    if (part.length || !(name === "stage" && wanted === ALL)) rows = part;
  }
  return rows;
}

function localChoosers(figure, chart) {
  const box = figure.querySelector(".local");
  for (const name of chart.by.filter((key) => !(key in state))) {
    const values = [...new Set(chart.rows.map((row) => row[name]))];
    if (!(name in chart.local)) chart.local[name] = values[0];
    if (name === "to") values.sort(); // years, all of four figures
    if (values.length < 2 || box.querySelector(`[name="${name}"]`)) continue;
    const label = document.createElement("label");
    label.textContent = chart.heads[name] || data.words[`choose_${name}`] || name;
    const select = document.createElement("select");
    select.name = name;
    select.append(...values.map((value) => new Option(chart.measures[value] || value, value)));
    select.addEventListener("change", () => {
      chart.local[name] = values[select.selectedIndex];
      chart.stale = true;
      queue(figure);
    });
    label.append(select);
    box.append(label);
  }
}

async function draw(figure, chart) {
  localChoosers(figure, chart);
  const rows = chosenRows(chart);
  const place = figure.querySelector(".drawn");
  (chart.views || []).forEach((view) => view.finalize());
  chart.views = [];
  place.replaceChildren();
  none(figure, rows.length ? "" : whyEmpty(chart));
  fillTable(figure, chart, rows);
  const stages = chart.by.includes("stage") ? [...new Set(rows.map((row) => row.stage))] : [];
  place.classList.toggle("many", stages.length > 1);
  const parts = stages.length > 1 ? stages.map((stage) => [data.stages[stage], rows.filter((row) => row.stage === stage)])
    : rows.length ? [["", rows]] : [];
  const views = parts.map(([title]) => holder(place, title)); // all of them first, so that each has its width
  for (const [i, [title, part]] of parts.entries()) await drawOne(chart, part, views[i], title);
}

function whyEmpty(chart) { // what is not followed is no zero
  const stages = chart.followed[chart.local.measure || ""];
  if (!stages || stages.includes(state.stage)) return chart.empty;
  return data.words[data.classes.includes(state.stage) ? "not_followed" : "no_classes"];
}

function holder(place, title) {
  const box = document.createElement("div");
  if (title) {
    const head = document.createElement("h4");
    head.textContent = title;
    box.append(head);
  }
  const view = document.createElement("div");
  view.className = "view";
  box.append(view);
  place.append(box);
  return view;
}

async function drawOne(chart, rows, view, title) {
  const told = chart.spec.data.map((source) => source.name === "rows" ? { ...source, values: rows } : source);
  const spec = { ...chart.spec, data: told, description: title ? `${title}: ${chart.alt}` : chart.alt };
  const result = await vegaEmbed(view, spec, EMBED);
  chart.views.push(result);
  const svg = view.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", spec.description);
}

function none(figure, text) {
  const place = figure.querySelector(".none");
  place.hidden = !text;
  if (text) place.textContent = text;
}

function fillTable(figure, chart, rows) {
  const box = figure.querySelector(".numbers .scroll");
  if (!box) return;
  const fill = () => { if (!box.closest("details").open) return;
    box.replaceChildren(numbersTable(chart, rows));
    watchWidth(box);
  };
  box.closest("details").ontoggle = fill;
  fill();
}

function numbersTable(chart, rows) {
  const table = document.createElement("table");
  const staged = new Set(rows.map((row) => row.stage)).size > 1 && !("stage" in chart.heads);
  const heads = Object.entries(chart.heads);
  const head = table.createTHead().insertRow();
  for (const text of [...(staged ? [data.words.choose_stage] : []), ...heads.map(([, name]) => name)]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    if (staged) line.insertCell().textContent = data.stages[row.stage];
    for (const [name] of heads) line.insertCell().textContent = written(name, row[name], chart);
  }
  return table;
}

function written(name, value, chart) {
  if (value === null || value === undefined) return "–";
  if (name === "measure") return chart.measures[value] || value;
  if (name === "stage") return data.stages[value] || value;
  if (typeof value !== "number") return value;
  if (name === "year" || name === "to" || name === "from") return String(value);
  return value.toLocaleString(data.lang, { maximumFractionDigits: 2 }).replace("-", "−");
}

// --- listening --------------------------------------------------------------------------------------------------
function choose(name, value) {
  follow({ ...state, [name]: value }, false);
}
form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["run", "stage", "zone"]) form.elements[name].addEventListener("change", (event) => choose(name, event.target.value));
form.elements.warned.addEventListener("change", (event) => choose("warned", event.target.checked ? "1" : ""));
form.elements.school.addEventListener("input", (event) => {
  state.school = event.target.value;
  filterTables();
  writeAddress();
});
document.getElementById("theme").addEventListener("click", () => {
  state.theme = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length];
  showTheme();
  writeAddress();
});
addEventListener("hashchange", () => follow(readAddress(), true));
let narrow = innerWidth;
let settling = 0;
addEventListener("resize", () => { // a window that is being dragged, or measured, is left alone until it stands still
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (Math.abs(innerWidth - narrow) < 40) return;
    narrow = innerWidth;
    drawAnew();
  }, 200);
});
each(".scroll", watchWidth);
each("figure.chart", (figure) => watch.observe(figure));
follow(readAddress(), true);
