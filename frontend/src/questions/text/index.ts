import type { TextQuestion, TextValue } from '../../api/types';
import { i18n } from '../../i18n';
import type { Kind } from '../kind';
import { Field } from './Field';
import { gap, isEmpty, press, summary } from './rules';

export const text: Kind<TextQuestion, TextValue> = {
  isEmpty,
  gap,
  meets: () => false,
  canonical: (_question, value) => ({ text: value.text }),
  press: (question, value, key, { target }) => press(question, value, key, target.text),
  summary: (question, value, target) =>
    question.edits && value.text === target.text ? i18n.t('edits.same', { ns: 'label' }) : summary(value),
  Field,
};
