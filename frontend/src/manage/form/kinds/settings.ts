import type { ComponentType } from 'react';
import type { QuestionKind } from '../../../api';
import type { IconName } from '../../../ui';
import type { DraftOf, DraftQuestion } from '../draft';
import { ChoiceSettings } from './choice/Settings';
import { DialogueSettings } from './dialogue/Settings';
import type { SettingsProps } from './fields';
import { PreferenceSettings } from './preference/Settings';
import { RankingSettings } from './ranking/Settings';
import { RatingSettings } from './rating/Settings';
import { RegionsSettings } from './regions/Settings';
import { SpansSettings } from './spans/Settings';
import { TextSettings } from './text/Settings';

/** What only one kind of question has, as fields. */
const SETTINGS: { [Kind in QuestionKind]: ComponentType<SettingsProps<DraftOf<Kind>>> } = {
  choice: ChoiceSettings,
  rating: RatingSettings,
  ranking: RankingSettings,
  preference: PreferenceSettings,
  text: TextSettings,
  spans: SpansSettings,
  regions: RegionsSettings,
  dialogue: DialogueSettings,
};
export const settingsOf = (kind: QuestionKind) =>
  SETTINGS[kind] as unknown as ComponentType<SettingsProps<DraftQuestion>>;

export const KIND_ICONS: Record<QuestionKind, IconName> = {
  choice: 'check',
  rating: 'chart',
  ranking: 'list',
  preference: 'columns',
  text: 'pencil',
  spans: 'file',
  regions: 'image',
  dialogue: 'mail',
};
