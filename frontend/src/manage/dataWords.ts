import { i18n, type TFunction } from '../i18n';
import en from '../i18n/locales/en/data.json';

// The words of what comes in and goes out (imports, exports, releases, buckets) come with the first page that speaks of
// them.
i18n.addResourceBundle('en', 'data', en);

/** What turns a key of data.json into words. */
export type DataWords = TFunction<'data'>;
