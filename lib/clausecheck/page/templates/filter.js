(function () {
  "use strict";
  if (window.clausecheckFilter) return;
  window.clausecheckFilter = true;
  document.documentElement.classList.add("cc-js");
  var known = new WeakMap(), waiting;
  function rowsOf(place) {
    if (!known.has(place)) {
      known.set(place, Array.from(place.querySelectorAll("tbody tr"), function (row) {
        return { row: row, keys: " " + row.dataset.k + " ", text: row.textContent.toLowerCase() };
      }));
    }
    return known.get(place);
  }
  function apply(box) {
    var place = document.getElementById(box.dataset.for), rows = rowsOf(place), shown = 0;
    var keys = Array.from(box.querySelectorAll("select"), function (one) { return one.value; }).filter(Boolean);
    var words = box.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (item) {
      var fits = keys.every(function (key) { return item.keys.indexOf(" " + key + " ") >= 0; }) &&
        words.every(function (word) { return item.text.indexOf(word) >= 0; });
      if (item.row.hidden === fits) item.row.hidden = !fits;
      if (fits) shown += 1;
    });
    place.querySelectorAll(".chunk").forEach(function (chunk) {
      chunk.hidden = !chunk.querySelector("tbody tr:not([hidden])");
    });
    box.querySelector("output").textContent = box.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
  }
  document.addEventListener("input", function (event) {
    var box = event.target.closest && event.target.closest(".cc-filter");
    if (!box) return;
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80, box);
  });
  document.addEventListener("click", function (event) {
    var box = event.target.closest && event.target.closest(".cc-filter button") && event.target.closest(".cc-filter");
    if (!box) return;
    box.querySelectorAll("select, input").forEach(function (field) { field.value = ""; });
    apply(box);
  });
})();
