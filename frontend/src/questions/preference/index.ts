import type { PreferenceQuestion, PreferenceValue } from '../../api/types';
import { i18n } from '../../i18n';
import type { Kind } from '../kind';
import { Field } from './Field';
import { canonical, gap, isEmpty, press, summary } from './rules';

export const preference: Kind<PreferenceQuestion, PreferenceValue> = {
  isEmpty,
  gap,
  meets: () => false,
  canonical,
  press,
  summary: (question, value, target) =>
    summary(question, value, target, {
      tie: i18n.t('preference.tie', { ns: 'label' }),
      both_bad: i18n.t('preference.bothBad', { ns: 'label' }),
    }),
  Field,
};
