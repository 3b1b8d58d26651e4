import type { TextQuestion, TextValue } from '../../api/types';
import type { Kind } from '../kind';
import { Field } from './Field';
import { gap, isEmpty, summary } from './rules';

export const text: Kind<TextQuestion, TextValue> = {
  isEmpty,
  gap,
  meets: () => false,
  canonical: (_question, value) => ({ text: value.text }),
  press: () => null,
  summary: (_question, value) => summary(value),
  Field,
};
