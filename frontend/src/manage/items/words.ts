import { i18n, type TFunction } from '../../i18n';
import en from '../../i18n/locales/en/items.json';

// The words of the item browser, of progress and of the prompt library come with the first page that speaks of them.
i18n.addResourceBundle('en', 'items', en);

/** What turns a key of items.json into words. */
export type Words = TFunction<'items'>;
