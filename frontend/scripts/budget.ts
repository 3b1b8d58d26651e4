// Fails the build when the labeling screen grows past its budget: people open it every morning, on any line.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Everything a first visit to the labeling screen runs, the Markdown Worker included; kB of gzip -9. */
const BUDGET = 200;
type Chunk = { file: string; imports?: string[] };

const dist = pathToFileURL(
  `${resolve(process.env.DIST ?? fileURLToPath(new URL('../dist', import.meta.url)))}/`,
);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<
  string,
  Chunk
>;

const files = new Set<string>();
function add(name: string): void {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) add(imported);
}
add('index.html');
add('src/label/Work.tsx');
for (const file of readdirSync(new URL('assets/', dist)))
  if (/^worker-.*\.js$/.test(file)) files.add(`assets/${file}`);

const size = (file: string) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000;
const total = [...files].reduce((sum, file) => sum + size(file), 0);
process.stdout.write(`Labeling screen: ${total.toFixed(1)} kB of JavaScript (gzip), of ${BUDGET}\n`);
if (total > BUDGET) {
  for (const file of files) process.stderr.write(`${size(file).toFixed(1).padStart(8)} kB  ${file}\n`);
  process.exitCode = 1;
}
