(function () {
  "use strict";
  if (window.clausecheckFilter) return;
  window.clausecheckFilter = true;
  document.documentElement.classList.add("cc-js");
  var known = new WeakMap(), waiting;
  function all(place, what) { return Array.from(place.querySelectorAll(what)); }
  function rowsOf(place) {
    if (!known.has(place)) {
      known.set(place, all(place, "tbody tr:not(.under)").map(function (row) { // what stands under a row goes with it
        var next = row.nextElementSibling, under = next && next.className === "under" ? next : null;
        var fold = row.closest(".fold"), text = [fold && fold.firstElementChild, row, under].map(function (one) { return one ? one.textContent : ""; });
        return { row: row, under: under, keys: row.dataset.k.split(" "), text: text.join(" ").toLowerCase() };
      }));
    }
    return known.get(place);
  }
  // As in Excel: what is ticked in one list is one or the other, several lists must all fit.
  function ticked(pick) {
    var boxes = all(pick, "input[value]"), on = boxes.filter(function (box) { return box.checked; });
    var whole = on.length === boxes.length, master = pick.querySelector(".all");
    master.checked = whole;
    master.indeterminate = !whole && on.length > 0;
    pick.querySelector("summary b").textContent = whole ? "" : " " + on.length + "/" + boxes.length;
    return whole ? null : on.map(function (box) { return box.value; });
  }
  function apply(box) {
    var place = document.getElementById(box.dataset.for), rows = rowsOf(place), shown = 0;
    var picks = all(box, ".pick").map(ticked).filter(Boolean);
    var words = box.querySelector(".words").value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (item) {
      var fits = picks.every(function (keys) { return keys.some(function (key) { return item.keys.includes(key); }); }) &&
        words.every(function (word) { return item.text.indexOf(word) >= 0; });
      if (item.row.hidden === fits) item.row.hidden = !fits;
      if (item.under && item.under.hidden === fits) item.under.hidden = !fits;
      if (fits) shown += 1;
    });
    all(place, ".chunk, .fold").forEach(function (chunk) {
      chunk.hidden = !chunk.querySelector("tbody tr:not([hidden])");
    });
    box.querySelector("output").textContent = box.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
  }
  function tick(pick, wanted) { all(pick, "input[value]").forEach(function (box) { box.checked = wanted(box); }); }
  function always() { return true; }
  function narrow(pick, typed) {
    var fits = function (box) { return box.parentNode.textContent.toLowerCase().indexOf(typed) >= 0; };
    all(pick, "input[value]").forEach(function (box) { box.parentNode.hidden = !fits(box); });
    tick(pick, fits);
  }
  function behind(asked, within) { // a mark of a chart leads to #rows?key&key: of the list of rows those with all these keys stay
    var place = within.querySelector("#rows");
    if (!place) return;
    asked = asked.split("?");
    var keys = asked[0] === "#rows" && asked[1] ? asked[1].split("&") : [];
    all(place, ".few").forEach(function (words) { words.hidden = !keys.length; });
    rowsOf(place).forEach(function (item) {
      item.row.hidden = !keys.every(function (key) { return item.keys.includes(key); });
    });
    all(place, "details").forEach(function (month) {
      month.hidden = !month.querySelector("tbody tr:not([hidden])");
      if (keys.length) month.open = !month.hidden;
    });
    var target = asked[0] === "#rows" ? place : place.querySelector("#" + CSS.escape(asked[0].slice(1)));
    if (!target) return;
    var month = target.closest("details");
    if (month) month.open = true;
    target.scrollIntoView({behavior: "instant"}); // the rows lie at the end of a long page, too far to glide to
  }
  function follow() { behind(location.hash, document); }
  window.addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", follow);
  // JupyterLab keeps its address, and several notebooks may stand in its page; and no address changes when the same mark
  // is chosen twice.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a"), lab = link && link.closest(".jp-Notebook");
    var asked = link && (link.getAttribute("href") || link.getAttribute("xlink:href")) || "";
    if (asked.indexOf("#rows") !== 0 || !lab && asked !== location.hash) return;
    event.preventDefault();
    behind(asked, lab || document);
  });
  document.addEventListener("input", function (event) {
    var box = event.target.closest && event.target.closest(".cc-filter"), pick = event.target.closest(".pick");
    if (!box) return;
    if (event.target.className === "printed") {
      all(document, ".printed").forEach(function (other) { other.checked = event.target.checked; });
      document.documentElement.classList.toggle("cc-printed", event.target.checked);
      return;
    }
    if (event.target.className === "all") tick(pick, event.target.checked ? always : function () { return false; });
    if (event.target.className === "find") narrow(pick, event.target.value.trim().toLowerCase());
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80, box);
  });
  document.addEventListener("click", function (event) {
    var within = event.target.closest && event.target.closest(".pick");
    all(document, ".pick[open]").forEach(function (pick) { if (pick !== within) pick.open = false; });
    var box = event.target.closest && event.target.closest(".cc-filter > button") && event.target.closest(".cc-filter");
    if (!box) return;
    if (event.target.className === "folding") {
      var folds = all(document.getElementById(box.dataset.for), ".fold"), open = !folds.some(function (fold) { return fold.open; });
      folds.forEach(function (fold) { fold.open = open; });
      var shown = event.target.textContent;
      event.target.textContent = event.target.dataset.other;
      event.target.dataset.other = shown;
      return;
    }
    all(box, "input[type=search]").forEach(function (field) { field.value = ""; });
    all(box, ".pick").forEach(function (pick) { narrow(pick, ""); });
    apply(box);
  });
  // A browser lays out first what is in sight, so that 5,000 rows open in a second; the rest follows when it is idle, or a
  // picture of the whole page would show it blank.
  function layOut(left) {
    left.splice(0, 3).forEach(function (chunk) { chunk.classList.add("seen"); });
    if (left.length) setTimeout(layOut, 30, left);
  }
  window.addEventListener("load", function () { setTimeout(function () { layOut(all(document, ".chunk")); }, 1000); });
  window.addEventListener("beforeprint", function () { all(document, ".fold").forEach(function (fold) { fold.open = true; }); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") all(document, ".pick[open]").forEach(function (pick) { pick.open = false; });
  });
})();
