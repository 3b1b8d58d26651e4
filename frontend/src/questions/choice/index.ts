import type { ChoiceQuestion, ChoiceValue } from '../../api/types';
import { i18n } from '../../i18n';
import type { Kind } from '../kind';
import { Field } from './Field';
import { canonical, gap, isEmpty, meets, press, summary } from './rules';

export const choice: Kind<ChoiceQuestion, ChoiceValue> = {
  isEmpty,
  gap,
  meets,
  canonical,
  press,
  summary: (question, value) => summary(question, value, i18n.t('choice.unsure', { ns: 'label' })),
  Field,
};
