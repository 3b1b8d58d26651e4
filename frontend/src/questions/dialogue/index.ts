import type { DialogueQuestion, DialogueValue } from '../../api/types';
import { i18n } from '../../i18n';
import type { Gap, Kind } from '../kind';
import { Field } from './Field';
import { isOnItsWay } from './pictures';
import { canonical, isEmpty, missingIn, sizeOf, transcript } from './rules';

const UPLOADING: Gap = { reason: 'uploading' };

export const dialogue: Kind<DialogueQuestion, DialogueValue> = {
  isEmpty,
  gap: (question, value, target) =>
    missingIn(question, value, target.awaits ?? false)[0]?.gap ?? (isOnItsWay(question) ? UPLOADING : null),
  meets: () => false,
  canonical,
  press: () => null,
  summary: (_question, value) => {
    const { turns, responses } = sizeOf(value);
    return [
      i18n.t('dialogue.summaryTurns', { ns: 'label', count: turns }),
      i18n.t('dialogue.summaryResponses', { ns: 'label', count: responses }),
    ].join(' · ');
  },
  inFull: (question, value) => {
    const t = i18n.getFixedT('label');
    return transcript(question, value, {
      prompt: (number) => t('dialogue.promptOf', { number }),
      response: (letter, rank) => `${t('dialogue.response', { letter })} · ${t('dialogue.rank', { rank })}`,
    });
  },
  Field,
};
