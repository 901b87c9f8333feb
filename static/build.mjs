// Builds static/dist: one stylesheet, the base theme and a second one for tests, htmx, our script,
// under names that carry their content's hash, and manifest.json (logical name -> file name).
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { transform } from "lightningcss";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const require = createRequire(import.meta.url);
const components = [
  "@utrecht/document-css/dist/index.css",
  "@utrecht/page-header-css/dist/index.css",
  "@utrecht/page-body-css/dist/index.css",
  "@utrecht/page-footer-css/dist/index.css",
  "@utrecht/nav-bar-css/dist/index.css",
  "@utrecht/nav-list-css/dist/index.css",
  "@utrecht/skip-link-css/dist/index.css",
  "@utrecht/breadcrumb-nav-css/dist/index.css",
  "@utrecht/heading-1-css/dist/index.css",
  "@utrecht/heading-2-css/dist/index.css",
  "@utrecht/heading-3-css/dist/index.css",
  "@utrecht/heading-4-css/dist/index.css",
  "@utrecht/paragraph-css/dist/index.css",
  "@utrecht/link-css/dist/index.css",
  "@utrecht/button-css/dist/index.css",
  "@utrecht/action-group-css/dist/index.css",
  "@utrecht/ordered-list-css/dist/index.css",
  "@utrecht/unordered-list-css/dist/index.css",
  "@utrecht/alert-css/dist/index.css",
  "@utrecht/status-badge-css/dist/index.css",
  "@utrecht/data-list-css/dist/index.css",
  "@utrecht/table-css/dist/index.css",
  "@utrecht/form-field-css/dist/index.css",
  "@utrecht/form-fieldset-css/dist/index.css",
  "@utrecht/form-label-css/dist/index.css",
  "@utrecht/form-field-description-css/dist/index.css",
  "@utrecht/form-field-error-message-css/dist/index.css",
  "@utrecht/textbox-css/dist/index.css",
  "@utrecht/textarea-css/dist/index.css",
  "@utrecht/select-css/dist/index.css",
  "@utrecht/checkbox-css/dist/index.css",
  "@utrecht/radio-button-css/dist/index.css",
  "@gemeente-denhaag/step-marker/index.css",
  "@gemeente-denhaag/process-steps/index.css",
];
// Classes that only show a state in the packages' documentation; browsers have pseudo-classes.
const documentationOnly = /--(hover|focus|focus-visible|active|pressed|busy|disabled|read-only|nested|rtl|ltr)\b(?!-)/;
const targets = { chrome: 109 << 16, firefox: 115 << 16, safari: (15 << 16) | (6 << 8) };

// A theme's tokens, without those that neither the components, our own CSS nor a kept token uses.
async function theme(packageName, used) {
  const source = await readFile(require.resolve(`${packageName}/dist/theme.css`), "utf8");
  const selector = source.match(/^\.[\w-]+-theme/m)[0];
  const tokens = new Map(Array.from(source.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm), (m) => [m[1], m[2]]));
  const kept = new Set();
  const queue = [...used];
  while (queue.length > 0) {
    const name = queue.pop();
    if (!tokens.has(name) || kept.has(name)) continue;
    kept.add(name);
    queue.push(...variablesIn(tokens.get(name)));
  }
  const lines = [...tokens].filter(([name]) => kept.has(name)).map(([name, value]) => `${name}:${value}`);
  return `@layer theme,lib,app;@layer theme{${selector}{${lines.join(";")}}}`;
}

function variablesIn(css) {
  return Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (match) => match[1]);
}

async function bundleStyles() {
  const imports = components.map((path) => `@import "${path}" layer(lib);`);
  const result = await build({
    stdin: {
      contents: [...imports, '@import "./css/portaal.css" layer(app);'].join("\n"),
      resolveDir: here,
      loader: "css",
    },
    bundle: true,
    write: false,
    logLevel: "warning",
  });
  return withoutDocumentation(result.outputFiles[0].text);
}

function minify(filename, css) {
  return transform({ filename, code: Buffer.from(css), minify: true, targets }).code;
}

// Leaves out a rule when each of its selectors is about such a class.
function withoutDocumentation(css) {
  return css.replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) => {
    const all = selectors.replace(/\([^()]*\)/g, "").split(",");
    return all.every((selector) => documentationOnly.test(selector)) ? "" : rule;
  });
}

async function bundleScript() {
  const result = await build({
    entryPoints: [join(here, "js/portaal.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2020",
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}

async function put(name, content, manifest) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const file = name.replace(/(\.\w+)$/, `.${hash}$1`);
  await writeFile(join(dist, file), content);
  manifest[name] = file;
}

const [styles, script] = await Promise.all([bundleStyles(), bundleScript()]);
const used = variablesIn(styles);
const base = await theme("@nl-design-system-unstable/voorbeeld-design-tokens", used);
const second = await theme("@nl-design-system-community/ma-design-tokens", used);
const htmx = await readFile(require.resolve("htmx.org/dist/htmx.min.js"));

await mkdir(dist, { recursive: true });
const manifest = {};
await put("portaal.css", minify("portaal.css", `@layer theme,lib,app;${styles}`), manifest);
await put("thema.css", minify("thema.css", base), manifest);
await put("thema-ma.css", minify("thema-ma.css", second), manifest);
await put("htmx.js", htmx, manifest);
await put("portaal.js", script, manifest);
await put("merk.svg", await readFile(join(here, "img/merk.svg")), manifest);
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

const current = new Set([...Object.values(manifest), "manifest.json"]);
for (const name of await readdir(dist)) {
  if (!current.has(name)) await rm(join(dist, name), { recursive: true });
}
