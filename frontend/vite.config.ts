import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser we support reads woff2: KaTeX's two older copies of each font would only fill the build. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('katex.min.css')
      ? code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, '')
      : undefined,
};

/** While developing, every address that is not the server's own opens the application, as Django has it. */
const shellEverywhere: Plugin = {
  name: 'shell-everywhere',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const theirs = /^\/(api|accounts|admin|invitations|healthz|static|@|node_modules)(\/|$)/;
      if (request.headers.accept?.includes('text/html') && !theirs.test(request.url ?? ''))
        request.url = '/static/app/index.html';
      next();
    });
  },
};

type Graph = { getModuleInfo(id: string): { importedIds: readonly string[] } | null };

/** Everything that is imported, not only on demand, by a module: what it needs before it can run. */
function neededBy(id: string, graph: Graph, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) neededBy(imported, graph, found);
  return found;
}

const START = here('src/main.tsx');
const LABELING = here('src/label/Work.tsx');
/** One answer per entry and build: the bundler asks about every module. */
const known = new WeakMap<object, Set<string>>();
function isNeededBy(entry: string, id: string, graph: Graph): boolean {
  const info = graph.getModuleInfo(entry) ?? {};
  const needed = known.get(info) ?? neededBy(entry, graph);
  known.set(info, needed);
  return needed.has(id);
}

/**
 * What every page needs is one file, and what the labeling screen needs beside it another: forty small ones, cut to be
 * shared with what comes on demand, are a tenth larger and take longer to ask for.
 */
const firstLoad = [
  {
    priority: 2,
    name: (id: string, graph: Graph) => (id !== START && isNeededBy(START, id, graph) ? 'shell' : null),
  },
  {
    priority: 1,
    name: (id: string, graph: Graph) => (isNeededBy(LABELING, id, graph) ? 'labeling' : null),
  },
];

export default defineConfig({
  plugins: [react(), onlyWoff2, shellEverywhere],
  base: '/static/app/',
  resolve: {
    alias: {
      '@': here('src'),
      // The browser variant of this helper decodes entities through innerHTML, which Trusted Types refuse; the plain one uses a table.
      'decode-named-character-reference': here('node_modules/decode-named-character-reference/index.js'),
    },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: firstLoad } } },
  },
  server: {
    // The page and the API come from one origin, as in production: Django answers everything but the modules.
    proxy: {
      '^/((api|accounts|admin|invitations|healthz)(/|$)|static/(?!app/))': {
        target: process.env.CONCORD_API ?? 'http://127.0.0.1:8000',
        changeOrigin: false,
      },
    },
  },
  // @ts-expect-error Vitest reads this key; Vite's own type does not know it.
  test: {
    environment: 'jsdom',
    pool: 'vmThreads',
    testTimeout: 20_000,
    include: ['tests/**/*.test.ts?(x)'],
    setupFiles: ['tests/setup.ts'],
  },
});
