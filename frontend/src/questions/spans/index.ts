import type { SpansQuestion, SpansValue } from '../../api/types';
import { i18n } from '../../i18n';
import type { Kind } from '../kind';
import { Field } from './Field';
import { canonical, gap, isEmpty, press, summary } from './rules';
import { Text } from './Text';

export const spans: Kind<SpansQuestion, SpansValue> = {
  isEmpty,
  gap,
  meets: () => false,
  canonical,
  press,
  summary: (question, value) => summary(question, value, i18n.t('spans.nothing', { ns: 'label' })),
  Field,
  Text: Text as Kind<SpansQuestion, SpansValue>['Text'],
};
