import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from './locales/en/common.json';
import label from './locales/en/label.json';

/**
 * English today. A namespace per part of the product: `common`, `label`, and `manage`, which comes with its own chunk
 * (src/manage adds it by `addResourceBundle`). Screens never hold a sentence of their own.
 */
export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  ns: ['common', 'label'],
  resources: { en: { common, label } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
