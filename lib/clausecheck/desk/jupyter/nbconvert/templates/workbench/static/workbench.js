/* What the page does besides its widgets: it says when its server or its process is gone, keeps decisions about uploaded
   logs in the browser, asks before what was typed is lost, goes through the findings by key, and brings the cell in question
   into view. Loaded once, at the end of the page. */
(() => {
  const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const base = config.baseUrl.replace(/voila\/$/, "");
  const STORE = "clausecheck:";
  const DAYS = 180;
  const find = (selector) => document.querySelector(selector);
  const shown = (selector) => Boolean(find(selector)?.offsetParent);

  /* --- whether there is anything behind the page ---------------------------------------------------------------------
     The server says nothing when it stops or ends a session. Being asked, it also gives the cookie without which the
     farewell that Voila sends on beforeunload would be refused. */
  const STATES = { 204: "", 404: "ended", 410: "died" };
  let askedAt = 0;
  const ask = () => {
    askedAt = Date.now();
    return fetch(`${base}clausecheck/alive/${config.kernelId}`, { cache: "no-store", credentials: "same-origin" })
      .then((answer) => answer.status, () => 0)
      .then((status) => {
        const lost = document.getElementById("lost");
        lost.className = STATES[status] ?? "gone";
        lost.style.display = lost.className ? "block" : "none";
      });
  };
  ask();
  setInterval(ask, 15000);
  document.addEventListener("click", () => {
    if (Date.now() - askedAt > 3000) ask();
  });

  /* --- decisions, kept in the browser ------------------------------------------------------------------------------ */
  let turn = "";
  let atRisk = false;
  const stored = (key) => {
    try {
      return JSON.parse(localStorage.getItem(STORE + key))?.kept ?? "";
    } catch {
      return ""; // a browser that keeps nothing, or what is none of ours: there is nothing to offer
    }
  };
  const forgetOld = () => {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(STORE))) {
      const at = JSON.parse(localStorage.getItem(name))?.at ?? 0;
      if (Date.now() - at > DAYS * 86400000) localStorage.removeItem(name);
    }
  };
  const store = (key, kept) => {
    try {
      localStorage.setItem(STORE + key, JSON.stringify({ at: Date.now(), kept }));
      forgetOld();
      atRisk = false;
    } catch {
      atRisk = true; // said on the page, and asked before it is left
    }
    document.body.classList.toggle("ccw-unkept", atRisk);
  };
  const offer = (kept) => {
    const field = find(".ccw-kept-before textarea");
    if (!field || !kept) return;
    field.value = kept;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const exchange = () => {
    const message = find(".ccw-keep [data-turn]");
    if (!message || message.dataset.turn === turn) return;
    turn = message.dataset.turn;
    if (!message.dataset.key) return;
    if (message.dataset.kept === undefined) offer(stored(message.dataset.key));
    else store(message.dataset.key, message.dataset.kept);
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a.file_review")) {
      atRisk = false;
      document.body.classList.remove("ccw-unkept");
    }
  });

  /* --- leaving ------------------------------------------------------------------------------------------------------
     Voila ends the session on beforeunload, before the user has said that he stays; so where he is asked, it hears of it
     only when the page really goes. */
  let asked = false;
  const unsaved = () => atRisk || shown(".ccw-decision.ccw-unsaved");
  window.addEventListener(
    "beforeunload",
    (event) => {
      asked = event.isTrusted && unsaved();
      if (!asked) return;
      event.preventDefault();
      event.returnValue = "";
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  window.addEventListener("pagehide", () => {
    if (asked) window.dispatchEvent(new Event("beforeunload"));
  });

  /* --- keys ----------------------------------------------------------------------------------------------------------- */
  const KEYS = {
    j: ".ccw-finding-on",
    ArrowDown: ".ccw-finding-on",
    k: ".ccw-finding-back",
    ArrowUp: ".ccw-finding-back",
    a: ".ccw-marks button:nth-of-type(1)",
    d: ".ccw-marks button:nth-of-type(2)",
  };
  const press = (event) => {
    if (!shown(".ccw-list")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && shown(".ccw-save")) {
      event.preventDefault();
      find(".ccw-save").click();
      return;
    }
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const pressed = KEYS[event.key];
    if (typing || !pressed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find(pressed)?.click();
    if (event.key === "d") setTimeout(() => find(".ccw-decision .ccw-note textarea")?.focus(), 200);
  };
  document.addEventListener("keydown", press, { capture: true }); // a field keeps its keys to itself

  /* --- what is spoken of, in view --------------------------------------------------------------------------------- */
  const bringCells = () => {
    for (const piece of document.querySelectorAll(".ccw-detail .ccw-scroll:not([data-seen])")) {
      piece.dataset.seen = "";
      const cell = piece.querySelector("td.hit") ?? piece.querySelector("td.seen");
      const fixed = piece.querySelector("tbody td");
      if (!cell || !fixed) continue;
      const room = piece.clientWidth - fixed.offsetLeft - fixed.offsetWidth;
      piece.scrollLeft = cell.offsetLeft + cell.offsetWidth / 2 - (piece.clientWidth - room / 2);
    }
  };
  let title = null;
  let soon = 0;
  const bringFinding = () => {
    const now = find(".ccw-detail h3");
    if (now && now !== title) {
      title = now;
      clearTimeout(soon);
      soon = setTimeout(settle, 350);
    }
  };
  const settle = () => {
    if (!find(".ccw-detail h4 i.hit")) {
      soon = setTimeout(settle, 250); // until its rows stand there the page is too short to be scrolled to it
      return;
    }
    find(".ccw-line.on")?.scrollIntoView({ block: "nearest" });
    const detail = find(".ccw-detail");
    const top = detail.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight * 0.5) detail.scrollIntoView({ block: "start" });
  };
  new MutationObserver(() => {
    exchange();
    bringCells();
    bringFinding();
  }).observe(document.body, { subtree: true, childList: true });
})();
