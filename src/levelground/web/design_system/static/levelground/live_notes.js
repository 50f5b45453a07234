// Notes of a session. A form with `data-keep-notes` keeps what is sent on the phone until the site has it: with a bad connection nothing
// is lost, and with its key nothing arrives twice. Only the answers of the form wait, never whose they are; they are cleared once sent.
// A part with `data-notes-from` asks for itself again while the page is open.

const EVERY = 10_000;
const LONGEST_WAIT = 120_000;
const LEFT_OUT = ["csrfmiddlewaretoken", "website"];

function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Waiting {
    // The notes that wait on this phone; in memory only where the browser keeps nothing.
    constructor(name) {
        this.name = `levelground-notes-${name}`;
        this.inMemory = [];
        this.isKept = true;
    }

    all() {
        try {
            return JSON.parse(localStorage.getItem(this.name) || "[]");
        } catch {
            this.isKept = false;
            return this.inMemory;
        }
    }

    keep(notes) {
        this.inMemory = notes;
        try {
            if (notes.length) localStorage.setItem(this.name, JSON.stringify(notes));
            else localStorage.removeItem(this.name);
        } catch {
            this.isKept = false;
        }
    }

    add(note) {
        this.keep([...this.all(), note]);
    }

    remove(key) {
        this.keep(this.all().filter((note) => note.form_key !== key));
    }
}

function keepNotes(form, status) {
    const waiting = new Waiting(form.dataset.keepNotes);
    const key = form.elements.form_key; // none where the page takes no notes now, and only sends what waits
    let sent = 0;
    let busy = false;
    let pause = EVERY;
    let timer = 0;

    function tell(problem = "") {
        const many = waiting.all().length;
        const lines = [];
        if (many) lines.push(`Waiting to be sent: ${many}.`, problem || "We send it when the network is back.");
        if (many && !waiting.isKept) lines.push("Keep this page open until then.");
        if (many && waiting.isKept) lines.push("It waits on this phone. You can close the page and open it again later.");
        if (!many && sent) lines.push(`Sent: ${sent}. Thank you.`);
        status.replaceChildren(...lines.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
        if (many) status.append(throwAway());
    }

    function throwAway() {
        const button = Object.assign(document.createElement("button"), {
            type: "button",
            className: "nhsuk-button nhsuk-button--secondary nhsuk-button--small",
            textContent: "Throw away what waits",
        });
        button.addEventListener("click", () => {
            waiting.keep([]);
            tell();
        });
        return button;
    }

    async function post(note) {
        const body = new FormData();
        for (const [name, value] of Object.entries(note)) body.append(name, value);
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        const answer = await fetch(form.action || location.href, { method: "POST", body, headers: { Accept: "application/json" } });
        if (answer.ok) return (await answer.json()).kept ? "" : "The site did not keep it. We try again.";
        if (answer.status === 422) return { refused: (await answer.json()).errors };
        if (answer.status === 403) return "This page is too old to send it. Open the page again: the note is sent then.";
        return "The site cannot take it now. We try again.";
    }

    // Puts words that the site does not take back into the form, with the reason, so that they can be mended.
    function giveBack(note, reasons) {
        if (!key) {
            tell(reasons.join(" "));
            return later();
        }
        waiting.remove(note.form_key);
        if (!form.elements.words.value) form.elements.words.value = note.words;
        key.value = newKey();
        return status.replaceChildren(...reasons.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(send, pause);
        pause = Math.min(pause * 2, LONGEST_WAIT);
    }

    async function sendAll() {
        for (const note of waiting.all()) {
            let problem;
            try {
                problem = await post(note);
            } catch {
                problem = " ";
            }
            if (problem?.refused) return giveBack(note, problem.refused);
            if (problem) {
                tell(problem.trim());
                return later();
            }
            waiting.remove(note.form_key);
            sent += 1;
            pause = EVERY;
        }
        return tell();
    }

    async function send() {
        if (busy || !waiting.all().length) return;
        busy = true;
        try {
            await sendAll();
        } finally {
            busy = false;
        }
    }

    form.addEventListener("submit", (event) => {
        const note = Object.fromEntries([...new FormData(form)].filter(([name]) => !LEFT_OUT.includes(name)));
        if (!note.words.trim()) return; // the site says what is missing
        event.preventDefault();
        waiting.add(note);
        form.elements.words.value = "";
        form.elements.sensitive.checked = false;
        key.value = newKey();
        form.elements.words.focus();
        tell("We send it now.");
        send();
    });
    window.addEventListener("online", () => {
        pause = EVERY;
        send();
    });
    document.addEventListener("visibilitychange", () => document.hidden || send());
    if (waiting.all().length) {
        tell("We send it now.");
        send();
    }
}

function showNotes(part) {
    async function again() {
        if (document.hidden) return;
        try {
            const answer = await fetch(part.dataset.notesFrom, { headers: { Accept: "text/html" } });
            if (!answer.ok || answer.redirected) return;
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const now = page.querySelector("[data-notes-from]");
            if (now && now.textContent !== part.textContent && !part.contains(document.activeElement)) part.replaceChildren(...now.children);
        } catch {
            // no network: the notes that are shown stay
        }
    }
    setInterval(again, EVERY);
}

const status = document.querySelector("[data-notes-status]");
for (const form of document.querySelectorAll("form[data-keep-notes]")) keepNotes(form, status);
for (const part of document.querySelectorAll("[data-notes-from]")) showNotes(part);
