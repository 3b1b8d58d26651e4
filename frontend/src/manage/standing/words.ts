import { i18n, type TFunction } from '../../i18n';
import en from '../../i18n/locales/en/standing.json';

// The words of people's and models' figures come with the first page that speaks of them.
i18n.addResourceBundle('en', 'standing', en);

/** What turns a key of standing.json into words. */
export type Words = TFunction<'standing'>;
