// Makes web/static/ from what npm installed and from our own files. Nothing here is in git but our own.
//
// Every file directly in js/ and css/ becomes one file of the same name in web/static/; what they import from
// sub-folders or packages goes into them. tabler.css and htmx.js are other people's, as published.

import { build } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const target = join(here, '..', 'static');

// Published ready for use: copied, less the pointer to a source map that is not shipped.
const READY = {
  'tabler.css': '@tabler/core/dist/css/tabler.min.css',
  'htmx.js': 'htmx.org/dist/htmx.min.js',
};

async function own(folder, ending) {
  const names = await readdir(join(here, folder));
  return names.filter((name) => extname(name) === ending).map((name) => join(here, folder, name));
}

async function bundle() {
  const result = await build({
    entryPoints: [...(await own('js', '.js')), ...(await own('css', '.css'))],
    entryNames: '[name]',
    assetNames: 'files/[name]-[hash]',
    outdir: target,
    nodePaths: [packages],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.eot': 'empty', '.svg': 'file' },
  });
  return Object.keys(result.metafile.inputs);
}

async function copyReady() {
  for (const [name, path] of Object.entries(READY)) {
    const text = await readFile(join(packages, path), 'utf8');
    await writeFile(join(target, name), text.replace(/\n?\/[*/]# sourceMappingURL=.*$/m, '\n'));
  }
}

function packageOf(path) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  return found?.[1];
}

async function licenceOf(name) {
  const folder = join(packages, name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : 'No licence file in the package.\n';
  return `${name} ${version} (${license})\n${'-'.repeat(60)}\n${text.trim()}\n`;
}

// The licences ask to go where the code goes.
async function writeLicences(inputs) {
  const paths = [...inputs, ...Object.values(READY).map((path) => `node_modules/${path}`)];
  const names = [...new Set(paths.map(packageOf).filter(Boolean))].sort();
  const texts = await Promise.all(names.map(licenceOf));
  await writeFile(join(target, 'LICENCES.txt'), texts.join('\n\n'));
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await copyReady();
await writeLicences(await bundle());
