import { i18n } from './index';
import tools from './locales/en/tools.json';

// The words of what comes on demand: dialogues, the keys, kinds of questions that not every form has. They extend the
// namespace `label`. Whatever is loaded on demand and says something imports this module.
i18n.addResourceBundle('en', 'tools', tools);
