import type { TFunction } from '../../i18n';

/** What turns a key of manage.json into words. */
export type Translate = TFunction<'manage'>;
