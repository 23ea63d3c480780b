"use strict";
// Lists the lines that the filters leave, a few hundred at first and more as one scrolls; printing lists them all.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const body = document.getElementById("lines"), shown = document.getElementById("shown"), end = document.getElementById("end");
  const text = document.getElementById("text"), branch = document.getElementById("branch");
  const state = document.getElementById("state"), serious = document.getElementById("serious");
  const heads = Array.from(document.querySelectorAll("th[data-column]"));
  const step = 300, columns = data.columns, numbers = data.numbers;
  const counted = columns.map((name) => numbers.indexOf(name));
  const code = columns.indexOf("code"), bad = columns.indexOf("serious"), worst = numbers.indexOf("serious");
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  data.lines.forEach((line) => { line.all = line.t.join("\n").toLowerCase(); });
  const watched = new IntersectionObserver((seen) => {
    if (seen[seen.length - 1].isIntersecting && written < lines.length) more(step);
  }, { rootMargin: "600px" });
  let lines = data.lines, written = 0, column = -1, down = false;

  function cell(value, index) {
    const td = document.createElement("td");
    td.textContent = value;
    if (counted[index] >= 0) td.className = "n";
    if (columns[index] === "reason") td.className = "reason";
    return td;
  }

  function row(line) {
    const tr = document.createElement("tr");
    tr.className = line.s;
    line.t.forEach((value, index) => tr.append(cell(value, index)));
    if (line.n[worst]) tr.children[bad].classList.add("bad");
    if (line.l) {
      const a = document.createElement("a");
      a.href = line.l;
      a.textContent = line.t[code];
      tr.children[code].replaceChildren(a);
    }
    return tr;
  }

  function more(count) {
    const part = document.createDocumentFragment();
    lines.slice(written, written + count).forEach((line) => part.append(row(line)));
    written = Math.min(lines.length, written + count);
    body.append(part);
  }

  function order(a, b) {
    const number = counted[column];
    if (number < 0) return (down ? -1 : 1) * compare(a.t[column], b.t[column]);
    const x = a.n[number], y = b.n[number];
    if (x === null || y === null) return (x === null) - (y === null);
    return down ? y - x : x - y;
  }

  function list() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    lines = data.lines.filter((line) => words.every((word) => line.all.includes(word)) &&
      (!branch || !branch.value || line.b === branch.value) && (!state.value || line.s === state.value) &&
      (!serious.checked || line.n[worst] > 0));
    if (column >= 0) lines.sort(order);
    body.textContent = "";
    written = 0;
    more(step);
    watched.disconnect(); // to be told anew where the end is
    watched.observe(end);
    shown.textContent = data.shown.replace("{n}", lines.length).replace("{total}", data.lines.length);
  }

  heads.forEach((head, index) => head.querySelector("button").addEventListener("click", () => {
    down = column === index ? !down : counted[index] >= 0;
    column = index;
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    list();
  }));
  text.addEventListener("input", list);
  [branch, state, serious].forEach((one) => one && one.addEventListener("change", list));
  window.addEventListener("beforeprint", () => more(lines.length));
  list();
})();
