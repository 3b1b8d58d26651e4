import { i18n, type TFunction } from '../i18n';
import en from '../i18n/locales/en/notices.json';

// The words of what people are told: notifications, how they did on training items.
i18n.addResourceBundle('en', 'notices', en);

export type Words = TFunction<'notices'>;
