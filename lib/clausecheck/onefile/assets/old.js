// Written so that the oldest browser understands it: says so where the page cannot work.
(function () {
  var lacking = [];
  if (typeof WebAssembly !== "object") lacking.push("WebAssembly");
  if (typeof Worker !== "function") lacking.push("Worker");
  if (typeof DecompressionStream !== "function") lacking.push("DecompressionStream");
  if (typeof Blob !== "function" || !Blob.prototype.stream) lacking.push("Blob.stream");
  window.clausecheckLacking = lacking;
  if (lacking.length) document.documentElement.className += " old";
})();
