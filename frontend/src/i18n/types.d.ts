import 'i18next';
import type common from './locales/en/common.json';
import type label from './locales/en/label.json';
import type manage from './locales/en/manage.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: { common: typeof common; label: typeof label; manage: typeof manage };
  }
}
