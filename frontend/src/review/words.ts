import { i18n } from '../i18n';
import review from '../i18n/locales/en/review.json';

// The words of reviewing and settling. Whatever of it is loaded on demand and says something imports this module.
i18n.addResourceBundle('en', 'review', review);
