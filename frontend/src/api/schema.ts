// The one place that says where the API's types come from. Once config/openapi.yaml is committed and `npm run gen` has
// written schema.gen.ts, this line becomes: export type { components, paths } from './schema.gen';
export type { components, paths } from './contract';
