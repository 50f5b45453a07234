// Keeps on this phone what somebody has typed and not sent yet: only if they tick the box, until it is sent or they clear it.
const PREFIX = "levelground-unsent:";
const WANTED = "levelground-keep-unsent";
const place = PREFIX + location.pathname;
const form = document.querySelector("form[data-keep-unsent]");
const choice = form?.querySelector("[data-keep-unsent-choice]");

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function boxes() {
  return [...form.querySelectorAll("input[type=text], input[type=email], textarea")].filter(
    (box) => box.name && box.name !== "website",
  );
}

function keep(sent = false) {
  const words = Object.fromEntries(boxes().map((box) => [box.name, box.value]));
  localStorage.setItem(place, JSON.stringify({ words, sent }));
}

function clearAll() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) || key === WANTED)
    .forEach((key) => localStorage.removeItem(key));
}

function forgetWhatArrived() {
  // Whoever stands on another page now has sent the page before: the site has it.
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && key !== place && stored(key)?.sent)
    .forEach((key) => localStorage.removeItem(key));
}

function putBack(said) {
  const kept = stored(place);
  if (!kept || form.dataset.keepUnsent !== "fresh") {
    return;
  }
  const changed = boxes().filter((box) => kept.words[box.name] && kept.words[box.name] !== box.value);
  changed.forEach((box) => {
    box.value = kept.words[box.name];
  });
  if (changed.length) {
    said.textContent = said.dataset.kept;
  }
}

function setUp() {
  const tick = choice.querySelector("input[type=checkbox]");
  const clear = choice.querySelector("[data-keep-unsent-clear]");
  const said = choice.querySelector("[data-keep-unsent-said]");
  choice.hidden = false;
  tick.checked = stored(WANTED) === true;
  clear.hidden = !tick.checked;
  if (tick.checked) {
    putBack(said);
    keep(); // also what came back with an error: it has not arrived
  }
  tick.addEventListener("change", () => {
    if (tick.checked) {
      localStorage.setItem(WANTED, "true");
      keep();
    } else {
      clearAll();
    }
    clear.hidden = !tick.checked;
    said.textContent = tick.checked ? "" : said.dataset.cleared;
  });
  clear.addEventListener("click", () => {
    clearAll();
    tick.checked = false;
    clear.hidden = true;
    said.textContent = said.dataset.cleared;
    tick.focus();
  });
  form.addEventListener("input", () => tick.checked && keep());
  form.addEventListener("submit", () => tick.checked && keep(true));
}

try {
  forgetWhatArrived();
  if (choice) {
    setUp();
  }
} catch {
  // A browser that keeps nothing: the page works without it.
}
