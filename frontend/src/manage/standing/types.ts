import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type Standing = Omit<Schemas['PeopleQualityShape'], 'people' | 'pairs'> & {
  people: readonly PersonRow[];
  pairs: readonly Pair[];
};
export type PersonRow = Omit<Schemas['PersonQualityShape'], 'figures'> & { figures: readonly Figure[] };
export type OnePerson = PersonRow & Pick<Schemas['OnePersonQualityShape'], 'weeks'>;
export type Week = OnePerson['weeks'][number];
/** What a figure is made of; `items` are some of the very items. */
export type Evidence = { readonly items?: readonly string[] } & { readonly [name: string]: unknown };
export type Figure = Omit<Schemas['PeopleFigureShape'], 'evidence'> & { evidence: Evidence };
export type FigureName = Figure['figure'];
/** Two people who agree beyond what is expected of two who work alone. */
export type Pair = Omit<Schemas['PairQualityShape'], 'members'> & { members: readonly [Named, Named] };
export type Named = Schemas['NamedShape'];

/** In the order in which a person's figures are told. */
export const FIGURES = [
  'gold',
  'agreement',
  'spammer_score',
  'self_consistency',
  'too_fast',
  'runs',
  'entropy',
  'position_bias',
  'drift',
] as const satisfies readonly FigureName[];
