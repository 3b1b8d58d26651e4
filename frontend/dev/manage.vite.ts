// `npx vite --config dev/manage.vite.ts`: the interface over the fake of both sides, managers' and annotators'.
import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import base from '../vite.config.ts';
import { manageFake } from './manage.ts';

const { plugins, ...rest } = base;
export default mergeConfig(rest, {
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [manageFake(), ...(plugins ?? [])],
  cacheDir: 'node_modules/.vite-manage',
});
