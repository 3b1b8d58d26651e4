import { i18n, type TFunction } from '../../i18n';
import en from '../../i18n/locales/en/workflow.json';

// The words of workflow, gold and rules come with the first page that speaks of them.
i18n.addResourceBundle('en', 'workflow', en);

/** What turns a key of workflow.json into words. */
export type Words = TFunction<'workflow'>;
