import type { TFunction } from 'i18next';

/** What turns a key of manage.json into words. */
export type Translate = TFunction<'manage'>;
