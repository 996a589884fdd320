// Fetches the browser's packages from the lock file and lays out what the pages ask for, compressed, in one folder.
// Called by Npm.targets; alone: node fetch.mjs <folder to fill> <folder for the work>
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const home = dirname(fileURLToPath(import.meta.url));
const [target, scratch] = process.argv.slice(2);
const work = join(scratch, `work-${process.pid}`);
const web = join(work, 'web');
const modules = join(work, 'node_modules');

function fail(vi, en) {
  console.error(`error NPM001: ${vi}`);
  console.error(`error NPM001: ${en}`);
  rmSync(work, { recursive: true, force: true });
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Cần Node.js 20 trở lên để tải phần giao diện; máy này có ${process.versions.node}.`,
    `Fetching the browser part needs Node.js 20 or later; this machine has ${process.versions.node}.`);

mkdirSync(work, { recursive: true });
for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(home, name), join(work, name));
const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
  { cwd: work, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
if (npm.error)
  fail('Không tìm thấy npm (đi cùng Node.js 20 trở lên). Hãy cài Node.js rồi biên dịch lại.',
    'npm was not found (it comes with Node.js 20 or later). Install Node.js, then build again.');
if (npm.status !== 0)
  fail('Không tải được các gói giao diện theo package-lock.json; hãy kiểm tra kết nối tới kho npm.',
    'The browser packages of package-lock.json could not be fetched; check the connection to the npm registry.');

const version = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
const compressible = /\.(js|css|svg|json|wasm|dat|map|webmanifest|txt)$/;

/** Writes a file; text also shrinks to a .br, and the uncompressed copy is left out: the server inflates it for the rare browser without Brotli. */
function write(path, bytes) {
  const file = join(web, path);
  mkdirSync(dirname(file), { recursive: true });
  if (compressible.test(path))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  else
    writeFileSync(file, bytes);
}
const copy = (from, to) => write(to, readFileSync(join(modules, from)));

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

// Our font, for the pages and for Studio.
let faces = '';
for (const weight of [400, 500, 600, 700])
  faces += readFileSync(join(modules, `@fontsource/be-vietnam-pro/${weight}.css`), 'utf8').replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, '').trim() + '\n';

// Elsa Studio, under its version, so that every file may be kept by the browser for ever.
const elsa = join(modules, '@elsa-workflows/elsa-studio-wasm');
const studio = `studio/${version('@elsa-workflows/elsa-studio-wasm')}`;
const unused = [
  /\.(map|gz)(\.br)?$/, /^(index\.html|package\.json)/,
  /^_framework\/(?!vi\/)[^/]+\//,                                                       // other languages than Vietnamese
  /^_content\/Radzen\.Blazor\/css\/(?!material-base\.css)/, /^_content\/Radzen\.Blazor\/Radzen\.Blazor\.min/,
  /^_content\/Radzen\.Blazor\/fonts\//,
  /^_content\/Elsa\.Studio\.Shell\/(img\/login_background|android-chrome|apple-touch)/,
  /^_content\/Microsoft\.AspNetCore\.Components\.WebAssembly\.Authentication\//,
  /^_content\/BlazorMonaco\/.*\/(nls\.messages\.|assets\/(css|html)\.worker)/,
];
for (const file of filesUnder(elsa)) {
  const path = relative(elsa, file).split(sep).join('/');
  if (unused.some(pattern => pattern.test(path)) || (!path.endsWith('.br') && existsSync(`${file}.br`))) continue;
  const to = join(web, studio, path);
  mkdirSync(dirname(to), { recursive: true });
  if (path === '_content/Radzen.Blazor/css/material-base.css.br')                        // its two fonts are 1.8 MB; ours stands in for Roboto
    write(`${studio}/_content/Radzen.Blazor/css/material-base.css`,
      Buffer.from(readFileSync(file.slice(0, -3), 'utf8').replaceAll(/@font-face\{[^}]*\}/g, '') + faces.replaceAll("'Be Vietnam Pro'", "'Roboto'").replaceAll('./files/', '/lib/fonts/files/')));
  else cpSync(file, to);
}

// The look, partial updates, the font.
copy('@tabler/core/dist/css/tabler.min.css', 'lib/tabler/tabler.min.css');
copy('@tabler/core/dist/js/tabler.min.js', 'lib/tabler/tabler.min.js');
copy('htmx.org/dist/htmx.min.js', 'lib/htmx/htmx.min.js');
copy('htmx.org/LICENSE', 'lib/htmx/LICENSE.txt');
copy('@tabler/icons/LICENSE', 'lib/icons/LICENSE.txt');
copy('@popperjs/core/LICENSE.md', 'lib/tabler/LICENSE-popper.txt');
copy('@fontsource/be-vietnam-pro/LICENSE', 'lib/fonts/LICENSE.txt');
write('lib/fonts/be-vietnam-pro.css', Buffer.from(faces));
for (const [, name] of faces.matchAll(/url\(\.\/files\/([^)]+)\)/g)) copy(`@fontsource/be-vietnam-pro/files/${name}`, `lib/fonts/files/${name}`);

// One sheet of the icons named in icons.txt: <svg class="icon"><use href="/lib/icons/icons.svg#inbox"></use></svg>
const names = readFileSync(join(home, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean);
const symbols = names.map(name => {
  const source = join(modules, `@tabler/icons/icons/outline/${name}.svg`);
  if (!existsSync(source)) fail(`icons.txt: không có biểu tượng “${name}” trong @tabler/icons.`, `icons.txt: @tabler/icons has no icon “${name}”.`);
  const drawing = readFileSync(source, 'utf8').replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '').replace(/\s*<path stroke="none"[^>]*\/>/, '').trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
});
write('lib/icons/icons.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`));

// Another build may be finishing the same work: whole folders change places, nobody sees half of one.
const old = join(work, 'old');
try {
  if (existsSync(target)) renameSync(target, old);
  renameSync(web, target);
} catch (error) {
  if (!existsSync(join(target, 'lib'))) throw error;
}
rmSync(work, { recursive: true, force: true });
