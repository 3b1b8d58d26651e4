import type { DraftKind } from '../kind';

export type RankingDraft = { kind: 'ranking'; ties: boolean };

export const ranking: DraftKind<RankingDraft> = {
  scopes: ['item'],
  blank: () => ({ kind: 'ranking', ties: true }),
  read: ({ ties }) => ({ kind: 'ranking', ties: ties ?? true }),
  write: ({ kind, ties }) => ({ kind, ties }),
  needs: () => ['responses'],
};
