import { i18n } from '../../../i18n';
import type { Words } from '../words';

/** Why items were left as they were: in words where they are known, else as the server calls it. */
export const reasonWords = (because: string, t: Words): string =>
  i18n.exists(`because.${because}`, { ns: 'items' })
    ? t(`because.${because as 'already'}`)
    : because.replaceAll('_', ' ');
