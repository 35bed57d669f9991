// The search: Pagefind's index behind a form of ours. Without it the page shows the site map.
const form = document.getElementById("_formulaire");
const field = document.getElementById("_q");
const state = document.getElementById("_etat");
const list = document.getElementById("_resultats");
const more = document.getElementById("_suite");
const map = document.getElementById("_plan");
const words = form.dataset;
const language = document.documentElement.lang;
const title = document.title;
const STEP = 10;
const FEW = 3;
const ELISION = /(?<![\p{L}\p{N}])(c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quelqu)(['’])\s?/giu;
const EMPTY = new Set(
  "à au aux avec ce ces d dans de des du en et l la le les ou où par pour sa ses son sur un une".split(" "),
);

let engine;
let found = [];
let shown = 0;
let asked = 0;

async function load() {
  const pagefind = await import(words.index + "pagefind.js");
  // No worker: it would need the permission to compile that this page alone has.
  engine = pagefind.createInstance({
    noWorker: true,
    metaCacheTag: "",
    ranking: { metaWeights: { title: 8 } },
  });
  await engine.init();
}

// What the address asks for.
function read() {
  const wanted = new URLSearchParams(location.search);
  field.value = (wanted.get("q") || "").trim();
  for (const choice of form.querySelectorAll("select")) {
    choice.value = wanted.get(choice.name) || "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  search();
}

function submit(event) {
  event.preventDefault();
  const wanted = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) wanted.set(name, value.trim());
  }
  const query = wanted.toString();
  const address = location.pathname + (query && "?" + query);
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  search();
}

async function search() {
  const query = field.value.trim();
  const turn = ++asked;
  document.title = (query ? query + " – " : "") + title;
  if (!query) {
    tell("");
    show([]);
    map.hidden = false;
    return;
  }
  const filters = {};
  for (const choice of form.querySelectorAll("select")) {
    if (choice.value) filters[choice.name] = choice.value;
  }
  // Said only where the answer is slow to come: readers are not told twice.
  const patience = setTimeout(() => turn === asked && tell(words.attente), 600);
  try {
    const answer = await find(query, { filters });
    const first = await Promise.all(answer.results.slice(0, STEP).map((one) => one.data()));
    if (turn !== asked) return;
    show(answer.results);
    list.append(...first.map(item));
    count(query, answer);
  } catch (error) {
    if (turn === asked) fail();
  } finally {
    clearTimeout(patience);
  }
}

// The pages that have all the words; where they are few, those that have some come after.
async function find(query, options) {
  const terms = significant(query);
  const whole = (await engine.search(terms.join(" "), options)).results;
  if (whole.length >= FEW || terms.length < 2) return { results: whole };
  const others = new Map();
  for (const term of terms) {
    for (const result of (await engine.search(term, options)).results) {
      const known = others.get(result.id) || { result, terms: 0, score: 0 };
      known.terms += 1;
      known.score += result.score;
      others.set(result.id, known);
    }
  }
  for (const result of whole) others.delete(result.id);
  const near = [...others.values()].sort((a, b) => b.terms - a.terms || b.score - a.score);
  return { results: [...whole, ...near.map((one) => one.result)], partial: near.length > 0 };
}

// The words that say something; all of them where none does, or between quotation marks.
function significant(query) {
  if (query.includes('"')) return [query];
  const terms = query.replace(ELISION, " ").split(/\s+/).filter(Boolean);
  const full = terms.filter((term) => !EMPTY.has(term.toLocaleLowerCase(language)));
  return full.length ? full : terms;
}

function show(results) {
  found = results;
  shown = Math.min(STEP, results.length);
  list.replaceChildren();
  more.hidden = shown >= found.length;
}

function count(query, { results, partial }) {
  const number = results.length;
  const some = number === 1 ? words.un : partial ? words.partie : words.plusieurs;
  const sentence = number === 0 ? words.aucun : some;
  tell(sentence.replace("{nombre}", number.toLocaleString(language)).replace("{mots}", () => query));
  map.hidden = number > 0;
}

async function next() {
  const turn = asked;
  try {
    const data = await Promise.all(found.slice(shown, shown + STEP).map((one) => one.data()));
    if (turn !== asked) return;
    const items = data.map(item);
    list.append(...items);
    shown += items.length;
    items[0].querySelector("a").focus();
    more.hidden = shown >= found.length;
  } catch (error) {
    fail();
  }
}

function item(data) {
  const link = element("a", joined(data.meta.title));
  link.href = data.url;
  const heading = element("h2");
  heading.append(link);
  const line = element("li");
  line.append(heading, origin(data.meta), excerpt(data.excerpt));
  return line;
}

// « Actualités, 3 mars 2026 »
function origin(meta) {
  const told = element("p");
  told.className = "recherche-de";
  const option = form.querySelector('option[value="' + CSS.escape(meta.type) + '"]');
  told.append(option ? option.textContent : "");
  if (meta.date) {
    const day = new Date(meta.date + "T12:00:00");
    const time = element("time", day.toLocaleDateString(language, { dateStyle: "long" }));
    time.dateTime = meta.date;
    told.append(told.textContent ? ", " : "", time);
  }
  return told;
}

// Pagefind marks the words found with tags: all the rest is text, and only ever text.
function excerpt(marked) {
  const told = element("p");
  for (const part of joined(marked).split(/(<mark>.*?<\/mark>)/)) {
    const found = part.startsWith("<mark>");
    const text = (found ? part.slice(6, -7) : part)
      .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    told.append(found ? element("mark", text) : text);
  }
  return told;
}

// Elisions are indexed as two words (factory/build/search/pagefind.py).
function joined(text) {
  return text.replace(ELISION, "$1$2");
}

function element(name, text) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  return made;
}

function tell(sentence) {
  if (state.textContent !== sentence) state.textContent = sentence;
}

function fail() {
  show([]);
  const again = element("a", words.relancer);
  again.href = location.href;
  state.replaceChildren(words.echec + " ", again);
  map.hidden = false;
}

function ready() {
  document.querySelector(".recherche-sans").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", submit);
  more.addEventListener("click", next);
  addEventListener("popstate", read);
  read();
}

load().then(ready, () => fail());
