import '../i18n/tools';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Suggestion } from '../api/types';
import { useTranslation } from '../i18n';
import { percent } from '../i18n/format';
import { KeyHint } from '../keys/Keys';
import { useMode } from '../keys/useCommands';
import { keyOf, type Place } from '../questions/form';
import { kindOf } from '../questions/kinds';
import type { Item } from './item';
import type { Proposals } from './proposals';
import css from './Suggested.module.css';

type Proposing = { item: Item; proposals: Proposals; live: boolean };

/** Who proposes what for the item; where several do, one is chosen by its number. */
export function SuggestionList({ item, proposals, live }: Proposing) {
  const { t } = useTranslation('label');
  const { chosen, shown } = useSyncExternalStore(proposals.state.subscribe, proposals.state.get);
  const [within, setWithin] = useState(false);
  const list = useRef<HTMLElement>(null);
  useMode('suggestions', live && within, {}, (key) => proposals.choose(Number(key) - 1));
  useEffect(() => {
    if (live && shown && proposals.list.length > 1) list.current?.querySelector('button')?.focus();
  }, [live, shown, proposals]);
  if (!proposals.visible)
    return (
      <div className={css.list}>
        <button type="button" onClick={() => proposals.toggle()}>
          <Sign />
          {t('suggestions.show', { count: proposals.list.length })}
          <KeyHint command="suggestions" />
        </button>
      </div>
    );
  return (
    <section
      ref={list}
      className={css.list}
      aria-label={t('suggestions.title')}
      onFocus={() => setWithin(true)}
      onBlur={() => setWithin(false)}
    >
      <h3>{t('suggestions.title')}</h3>
      {proposals.list.map((suggestion, at) => (
        <button
          key={suggestion.id}
          type="button"
          aria-pressed={at === chosen}
          onClick={() => proposals.choose(at)}
        >
          {proposals.list.length > 1 && <kbd aria-hidden>{at + 1}</kbd>}
          <Agent suggestion={suggestion} />
        </button>
      ))}
      <button type="button" className={css.all} onClick={() => acceptAll(item, proposals)}>
        {t('suggestions.acceptAll')}
      </button>
    </section>
  );
}

function Agent({ suggestion: { agent, score } }: { suggestion: Suggestion }) {
  const { t } = useTranslation('label');
  return (
    <span className={css.agent}>
      {agent}
      {score !== null && <small> {t('suggestions.score', { score: percent(score) })}</small>}
    </span>
  );
}

/** Fills every open place with what is proposed for it. Places that come to show by that are filled too. */
function acceptAll(item: Item, proposals: Proposals): void {
  for (let rounds = 0; rounds < item.form.questions.length; rounds++) {
    const open = item
      .places()
      .filter(
        (place) => item.value(place) === undefined && proposals.value(keyOf(place.question.name, place.on)),
      );
    if (open.length === 0) return;
    for (const place of open) item.accept(place);
  }
}

/** What is proposed for one place: faintly, until somebody answers; or the sign that an answer was filled in. */
export function Proposal({
  item,
  proposals,
  live,
  place,
  dense,
}: Proposing & { place: Place; dense: boolean | undefined }) {
  const { t } = useTranslation('label');
  const { filled, chosen } = useSyncExternalStore(proposals.state.subscribe, proposals.state.get);
  const key = keyOf(place.question.name, place.on);
  const given = useSyncExternalStore(item.state.subscribe, () => item.state.get().answers[key]);
  const value = proposals.visible ? proposals.value(key) : undefined;
  const suggestion = proposals.list[chosen];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another suggestion is another thing to see
  useEffect(() => {
    if (live && value !== undefined) proposals.saw(key);
  }, [live, value, key, proposals, chosen]);
  if (!suggestion || value === undefined) return null;
  if (filled.has(key))
    return (
      <p className={css.filled}>
        <Sign /> {t('suggestions.filled')} <Agent suggestion={suggestion} />
      </p>
    );
  if (given !== undefined) return null;
  const words = kindOf(place.question).summary(place.question, value, place.target);
  return (
    <div className={css.ghost}>
      <span className={css.words} dir="auto">
        <Sign />
        <span className="visually-hidden">{t('suggestions.proposed')} </span>
        {words}
      </span>
      {!dense && <Agent suggestion={suggestion} />}
      <button type="button" onClick={() => item.accept(place)}>
        {t('suggestions.accept')}
        <KeyHint command="accept" />
      </button>
    </div>
  );
}

const Sign = () => (
  <span className={css.sign} aria-hidden>
    ✦
  </span>
);
