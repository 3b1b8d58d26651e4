import type { RegionsQuestion, RegionsValue } from '../../api/types';
import type { Kind } from '../kind';
import { Field } from './Field';
import { Pictures } from './Pictures';
import { canonical, gap, isEmpty, meets, press } from './rules';
import { summaryOf } from './words';

export const regions: Kind<RegionsQuestion, RegionsValue> = {
  isEmpty,
  gap,
  meets,
  canonical,
  press,
  summary: summaryOf,
  Field,
  Pictures,
};
