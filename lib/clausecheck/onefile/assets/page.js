"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const WORDS = JSON.parse($("words").textContent);
  const state = { lang: document.documentElement.lang === "en" ? "en" : "zh", files: [], busy: "", ready: false, open: false, listing: 0 };
  let worker = null;
  let waiting = new Map();
  let count = 0;
  let clock = null;

  const say = (key, blanks = {}) =>
    WORDS[key][state.lang].replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? "")).replace(/(\d+) (\w+)\(s\)/g, (_, n, what) => `${n} ${what}${n === "1" ? "" : "s"}`);

  function spoken() {
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    for (const one of document.querySelectorAll("[data-say]")) {
      one.textContent = say(one.dataset.say, { version: document.body.dataset.version });
    }
    for (const one of document.querySelectorAll("[data-hint]")) one.placeholder = say(one.dataset.hint);
    $("switch").lang = state.lang === "zh" ? "en" : "zh-CN";
    chosen();
    earlier();
  }

  function tell(key, blanks, busy = false) {
    state.told = () => ($("said-text").textContent = key ? say(key, blanks) : "");
    state.told();
    $("said").classList.toggle("busy", busy);
  }

  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const since = (start) => ((performance.now() - start) / 1000).toFixed(1);

  // ---- the worker: started with the parts, ended when it takes too long or fails, and started anew

  function ask(what, given = {}, transfer = []) {
    return new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, what, given }, transfer);
    });
  }

  function end(error) {
    if (worker) worker.terminate();
    worker = null;
    state.ready = state.open = false;
    const left = waiting;
    waiting = new Map();
    for (const { reject } of left.values()) reject(error);
  }

  function heard({ data }) {
    if (data.kind === "step") tell(`loading_${data.name}`, {}, true);
    else if (data.kind === "doing") doing(data.said);
    else if (waiting.has(data.id)) {
      const { resolve, reject } = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.kind === "answer") resolve(data.answer);
      else reject(Object.assign(new Error(data.said), { memory: data.memory }));
    }
  }

  async function unpacked(name) {
    const plain = atob($(`part-${name}`).textContent);
    const bytes = Uint8Array.from(plain, (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  async function load() {
    const start = performance.now();
    tell("loading_unpacking", {}, true);
    try {
      const source = URL.createObjectURL(new Blob([await unpacked("worker")], { type: "text/javascript" }));
      worker = new Worker(source);
      worker.onmessage = heard;
      worker.onerror = (event) => end(Object.assign(new Error(event.message || "worker"), { memory: /memory/i.test(event.message || "") }));
      const part = (name) => $(`part-${name}`).textContent;
      await ask("start", { wasm: part("wasm"), library: part("library"), code: part("code") });
      URL.revokeObjectURL(source);
      state.ready = true;
      document.body.dataset.loaded = since(start);
      tell("ready", { seconds: since(start) });
    } catch (error) {
      end(error);
      tell("not_loaded");
      fault(say("not_loaded"), [String(error.message || error)]);
    }
    usable();
  }

  // ---- what is chosen

  function chosen() {
    const bytes = state.files.reduce((sum, one) => sum + one.file.size, 0);
    $("chosen").textContent = say("chosen", { n: state.files.length, size: size(bytes) });
    $("chosen").parentElement.hidden = !state.files.length;
    const most = 12;
    $("names").replaceChildren(
      ...state.files.slice(0, most).map(({ path }) => Object.assign(document.createElement("li"), { textContent: path })),
      ...(state.files.length > most ? [Object.assign(document.createElement("li"), { textContent: "…" })] : []),
    );
  }

  function take(files) {
    const seen = new Map(state.files.map((one) => [one.path, one]));
    for (const one of files) if (!one.path.split("/").pop().startsWith(".")) seen.set(one.path, one);
    state.files = [...seen.values()];
    chosen();
  }

  const picked = (input) => {
    take([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    input.value = "";
  };

  async function walked(entry, before) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [{ path: before + entry.name, file }];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) break;
      for (const one of some) found.push(...(await walked(one, `${before}${entry.name}/`)));
    }
    return found;
  }

  async function dropped(event) {
    event.preventDefault();
    $("drop").classList.remove("over");
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
    if (!entries.length) return take([...event.dataTransfer.files].map((file) => ({ path: file.name, file })));
    const found = await Promise.all(entries.map((one) => walked(one, "")));
    take(found.flat());
  }

  // The folder that holds all of them is the project's, and no part of their names.
  function named(files) {
    const tops = new Set(files.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
    const [top] = tops;
    return tops.size === 1 && top ? files.map((one) => ({ ...one, path: one.path.slice(top.length + 1) })) : files;
  }

  // ---- the audit

  function fault(head, lines) {
    const list = document.createElement("ul");
    list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    $("faults").replaceChildren(Object.assign(document.createElement("b"), { textContent: head }), list);
    $("faults").hidden = false;
  }

  function usable() {
    $("go").disabled = Boolean(state.busy) || !(state.ready || worker === null);
    $("stop").hidden = !state.busy;
  }

  function doing(what) {
    clearInterval(clock);
    const start = performance.now();
    const most = Number(document.body.dataset.seconds || 240);
    const tick = () => {
      tell("doing", { what, seconds: Math.floor((performance.now() - start) / 1000) }, true);
      if (performance.now() - start > most * 1000) end(Object.assign(new Error("too slow"), { slow: { what, seconds: most } }));
    };
    tick();
    clock = setInterval(tick, 500);
  }

  function earlier() {
    const file = $("previous").files[0];
    $("previous-name").textContent = file ? file.name : say("no_previous");
  }

  function missing() {
    return [!state.files.length && "no_files", !$("period").value.trim() && "no_period", !$("as-of").value && "no_day"].filter(Boolean);
  }

  async function check(event) {
    event.preventDefault();
    $("faults").hidden = true;
    const lacking = missing();
    if (lacking.length) return fault(say("faults"), lacking.map((key) => say(key)));
    if (!worker) await load();
    if (!state.ready) return undefined;
    const start = performance.now();
    state.busy = "audit";
    $("result").hidden = true;
    usable();
    doing(say("starting"));
    try {
      const files = await Promise.all(named(state.files).map(async ({ path, file }) => ({ path, data: await file.arrayBuffer() })));
      const before = $("previous").files[0];
      const previous = before ? await before.arrayBuffer() : null;
      const asked = { period: $("period").value.trim(), as_of: $("as-of").value, lang: state.lang, previous: Boolean(previous) };
      const answer = await ask("audit", { files, previous, asked }, files.map((one) => one.data));
      clearInterval(clock);
      if (answer.faults) {
        tell("");
        state.refused = () => fault(say("faults"), answer.faults.map((one) => `${one.place}: ${one[state.lang]}`));
        state.refused();
      } else {
        document.body.dataset.took = since(start);
        tell("done", { seconds: since(start) });
        await show(answer);
      }
    } catch (error) {
      clearInterval(clock);
      failed(error);
    }
    state.busy = "";
    usable();
    return undefined;
  }

  function failed(error) {
    end(error);
    if (error.stopped) return tell("stopped");
    if (error.slow) {
      tell("");
      return fault(say("too_slow", error.slow), []);
    }
    tell("");
    return error.memory ? fault(say("no_memory"), []) : fault(say("failed"), [error.message]);
  }

  // ---- what came of it

  async function show(answer) {
    state.open = true;
    $("name").textContent = answer.name;
    $("tally").innerHTML = answer.tally;
    document.querySelector('[data-pane="recheck"]').innerHTML = answer.comparison;
    document.querySelector('[data-tab="recheck"]').hidden = !answer.comparison;
    for (const [name, choices] of Object.entries(answer.choices)) {
      const kept = $(`f-${name}`).options.length ? $(`f-${name}`).value : choices[0][1];
      $(`f-${name}`).replaceChildren(...choices.map(([said, value]) => new Option(said, value)));
      $(`f-${name}`).value = choices.some(([, value]) => value === kept) ? kept : choices[0][1];
    }
    state.offered = answer.files;
    offered();
    $("result").hidden = false;
    tab(answer.comparison ? "recheck" : "findings");
    await list();
    await report();
  }

  function tab(name) {
    for (const one of document.querySelectorAll("[data-tab]")) one.setAttribute("aria-selected", String(one.dataset.tab === name));
    for (const one of document.querySelectorAll("[data-pane]")) one.hidden = one.dataset.pane !== name;
  }

  async function list() {
    if (!state.open) return;
    const turn = ++state.listing;
    const wanted = Object.fromEntries(["verdict", "place", "severity", "role", "words"].map((name) => [name, $(`f-${name}`).value]));
    const { n, lines } = await ask("listed", { wanted });
    if (turn !== state.listing) return;
    $("count").textContent = lines.length < n ? say("count_first", { n, most: lines.length }) : say("count", { n });
    $("lines").replaceChildren(
      ...lines.map(({ kind, said }, number) => {
        const line = Object.assign(document.createElement("button"), { type: "button", textContent: said, className: `ccw-line ${kind}` });
        line.onclick = () => pick(line, number);
        return line;
      }),
    );
    $("detail").replaceChildren(Object.assign(document.createElement("p"), { className: "dim", textContent: say("pick") }));
    const first = $("lines").firstElementChild;
    if (first) await pick(first, 0);
  }

  async function pick(line, number) {
    for (const one of $("lines").querySelectorAll(".on")) one.classList.remove("on");
    line.classList.add("on");
    const turn = state.listing;
    const html = await ask("detail", { number });
    if (turn === state.listing && line.classList.contains("on")) $("detail").innerHTML = html;
  }

  async function report() {
    const data = await ask("fetched", { name: "report.html" });
    $("report").srcdoc = new TextDecoder().decode(data);
  }

  function offered() {
    const link = (name, said, bytes) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: said });
      button.append(Object.assign(document.createElement("small"), { textContent: bytes ? ` ${size(bytes)}` : "" }));
      button.onclick = () => download(name);
      button.dataset.file = name;
      const item = document.createElement("li");
      item.append(button);
      return item;
    };
    $("offered").replaceChildren(link("", say("all_zip"), 0), ...state.offered.map((one) => link(one.name, one.name, one.size)));
  }

  async function download(name) {
    const data = await ask("fetched", { name });
    const address = URL.createObjectURL(new Blob([data]));
    Object.assign(document.createElement("a"), { href: address, download: name || `${$("name").textContent || "clausecheck"}.zip` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  async function turned() {
    state.lang = state.lang === "zh" ? "en" : "zh";
    spoken();
    if (state.told) state.told();
    if (!$("faults").hidden && state.refused) state.refused();
    if (state.open && !state.busy) await show(await ask("opened", { lang: state.lang }));
  }

  function defaults() {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    const last = new Date(now.getFullYear(), now.getMonth() - 1, 1);
    $("as-of").value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    $("period").value = `${last.getFullYear()}-${two(last.getMonth() + 1)}`;
  }

  function begin() {
    spoken();
    if (window.clausecheckLacking.length) return;
    defaults();
    $("folder-label").hidden = !("webkitdirectory" in $("folder"));
    $("files").onchange = (event) => picked(event.target);
    $("folder").onchange = (event) => picked(event.target);
    $("previous").onchange = earlier;
    $("without").onclick = () => (($("previous").value = ""), earlier());
    $("clear").onclick = () => ((state.files = []), chosen());
    $("form").onsubmit = check;
    $("stop").onclick = () => end(Object.assign(new Error("stopped"), { stopped: true }));
    $("switch").onclick = turned;
    $("drop").ondragover = (event) => (event.preventDefault(), $("drop").classList.add("over"));
    $("drop").ondragleave = () => $("drop").classList.remove("over");
    $("drop").ondrop = dropped;
    for (const one of document.querySelectorAll("[data-tab]")) one.onclick = () => tab(one.dataset.tab);
    for (const one of $("filters").querySelectorAll("select")) one.onchange = list;
    let typed = null;
    $("f-words").oninput = () => (clearTimeout(typed), (typed = setTimeout(list, 250)));
    tell("loading_unpacking", {}, true);
    document.addEventListener("DOMContentLoaded", () => setTimeout(load, 50));
  }

  begin();
})();
