// node compile.mjs PYODIDE FOLDER ABI: FOLDER/code.zip and PYODIDE's standard library, compiled by its Python, into
// FOLDER/code.compiled and FOLDER/library.compiled. A module carries the hash of its source, so that it can be told what
// it was compiled of; no time stands in what is written.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, folder, abi_version] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const lockFileContents = { info: { abi_version, arch: "wasm32", platform: "emscripten", python: "3" }, packages: {} };
try {
  await compile();
} catch (error) {
  console.error(String((error && error.message) || error).slice(-1500)); // alone: Node would print the script with it
  process.exit(1);
}
process.exit(0);

async function compile() {
  const python = await loadPyodide({ indexURL: `${pyodide}/`, lockFileContents });
  const read = (path) => new Uint8Array(fs.readFileSync(path));
  python.FS.writeFile("/code.zip", read(`${folder}/code.zip`));
  python.FS.writeFile("/library.zip", read(`${pyodide}/python_stdlib.zip`));
  python.runPython(`
import importlib.util, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

SELDOM = ("ensurepip/", "idlelib/", "pydoc_data/", "test/", "turtle", "unittest/", "doctest.py", "pydoc.py", "pdb.py",
          "imaplib.py", "poplib.py", "smtplib.py", "ftplib.py", "mailbox.py", "plistlib.py", "sqlite3/", "dbm/", "venv/",
          "wsgiref/", "xmlrpc/", "multiprocessing/", "xml/sax/", "xml/dom/", "lib2to3/", "tkinter/", "curses/",
          "optparse.py", "pickletools.py", "statistics.py", "cProfile.py", "pstats.py", "profiling/")

def compiled(source, target, left_out=()):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one.rpartition(".")[2], one)):
            data = old.read(name)
            if name.startswith(left_out) or name.endswith("/"):
                continue
            if name.endswith(".py"):
                code = compile(data, name, "exec", dont_inherit=True)
                data, name = bytes(_code_to_hash_pyc(code, importlib.util.source_hash(data), False)), name + "c"
            new.writestr(zipfile.ZipInfo(name), data)

compiled("/code.zip", "/code.compiled")
compiled("/library.zip", "/library.compiled", SELDOM)
`);
  for (const name of ["code.compiled", "library.compiled"]) fs.writeFileSync(`${folder}/${name}`, python.FS.readFile(`/${name}`));
}
