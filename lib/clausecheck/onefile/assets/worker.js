// The worker: holds Python and asks clausecheck.onefile.inside. It has no network: what pyodide asks for by `fetch` are
// the parts that the page handed over, and every other address is refused.
self.importScripts = undefined; // by it pyodide tells scripts from modules, and refuses to start in a script
const parts = new Map();
let python = null;
let inside = null;
let visit = null;
const WORK = "/work";

self.fetch = async (address) => {
  const name = String(address).split("/").pop();
  const part = parts.get(name);
  if (!part) throw new TypeError(`not in this file: ${name}`);
  parts.delete(name);
  return new Response(part, { headers: { "Content-Type": name.endsWith(".wasm") ? "application/wasm" : "application/zip" } });
};

function bytes(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const plain = atob(text);
  const made = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at++) made[at] = plain.charCodeAt(at);
  return made;
}

async function unpacked(text) {
  const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const step = (name) => self.postMessage({ kind: "step", name });

async function start(given) {
  step("unpacking");
  parts.set("pyodide.asm.wasm", await unpacked(given.wasm));
  parts.set("python_stdlib.zip", await unpacked(given.library));
  step("python");
  python = await pyodide.load({
    indexURL: "file:///clausecheck/",
    packageBaseUrl: "file:///clausecheck/",
    createPyodideModule: _createPyodideModule,
    lockFileContents: { info: { abi_version: "%%ABI%%", arch: "wasm32", platform: "emscripten", python: "3" }, packages: {} },
    stdout: () => {},
    stderr: (said) => console.warn(said),
  });
  step("code");
  python.FS.writeFile("/code.xz", bytes(given.code));
  python.runPython(`
import io, lzma, os, sys, zipfile
place = next(one for one in sys.path if one.endswith("site-packages"))
with open("/code.xz", "rb") as source:
    zipfile.ZipFile(io.BytesIO(lzma.decompress(source.read()))).extractall(place)
os.remove("/code.xz")
`);
  step("rules");
  python.FS.mkdirTree(WORK);
  inside = python.pyimport("clausecheck.onefile.inside");
  visit = inside.begin(WORK);
  return {};
}

function emptied(folder) {
  python.globals.set("folder", folder);
  python.runPython("import shutil; shutil.rmtree(folder, ignore_errors=True)");
  python.FS.mkdirTree(folder);
}

function written(folder, files) {
  emptied(folder);
  for (const { path, data } of files) {
    const names = path.split("/").filter((one) => one && one !== "." && one !== "..");
    python.FS.mkdirTree([folder, ...names.slice(0, -1)].join("/"));
    python.FS.writeFile([folder, ...names].join("/"), new Uint8Array(data));
  }
}

const answers = {
  start,
  audit({ files, previous, asked }) {
    written(`${WORK}/in`, files);
    written(`${WORK}/previous`, previous ? [{ path: "findings.json", data: previous }] : []);
    emptied(`${WORK}/out`);
    return JSON.parse(inside.audit(visit, JSON.stringify(asked), (said) => self.postMessage({ kind: "doing", said })));
  },
  opened: ({ lang }) => JSON.parse(inside.opened(visit, lang)),
  listed: ({ wanted }) => JSON.parse(inside.listed(visit, JSON.stringify(wanted))),
  detail: ({ number }) => inside.detail(visit, number),
  fetched({ name }) {
    const proxy = inside.fetched(visit, name);
    const data = proxy.toJs();
    proxy.destroy();
    return data;
  },
};

self.onmessage = async ({ data: { id, what, given } }) => {
  try {
    const answer = await answers[what](given);
    self.postMessage({ kind: "answer", id, answer });
  } catch (error) {
    const said = String((error && error.message) || error);
    const memory = error instanceof WebAssembly.RuntimeError || /MemoryError|out of memory|allocation failed|Cannot enlarge|Maximum call stack/i.test(said);
    self.postMessage({ kind: "failed", id, memory, said: said.slice(-2000) });
  }
};
