import { useState } from 'react';
import type { Form, Item, ItemTruth, PlaceTruth, Project } from '../../../api';
import { useMay } from '../../../app/session';
import { compare } from '../../../compare/rows';
import { useTranslation } from '../../../i18n';
import { dateTime, number } from '../../../i18n/format';
import { categoryTitle } from '../../agreement/words';
import { Query } from '../../parts/Query';
import css from '../items.module.css';
import { On } from '../SideBySide';
import type { Resolution } from '../timeline/types';
import { useItemTruth } from './calls';
import own from './truth.module.css';
import { chance, finalWords, waitsWords } from './words';

type Props = { project: Project; item: Item; form: Form; resolution: Resolution | undefined };

/**
 * How probable each answer to an item is, and why. It is asked for when somebody opens it, for whoever has read it
 * says nothing of their own about the item from then on.
 */
export function Truth(props: Props) {
  const { t } = useTranslation('items');
  const [opened, setOpened] = useState(false);
  if (!useMay('judge')) return null;
  return (
    <details className={own.truth} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{t('truth.title')}</summary>
      {opened && <Told {...props} />}
    </details>
  );
}

function Told({ project, item, form, resolution }: Props) {
  const { t } = useTranslation('items');
  const truth = useItemTruth(project.id, item);
  return (
    <Query of={truth}>
      {(told) => (
        <div className={own.told}>
          <ul className={own.stand}>
            <li>
              {told.certainty === null
                ? t('truth.unknown')
                : t('truth.certainty', { share: chance(told.certainty) })}{' '}
              {told.enough !== null && t('truth.enough', { share: chance(told.enough) })}
            </li>
            <li>{waitsWords(item, t)}</li>
            <li>{finalWords(resolution, item, form, t)}</li>
          </ul>
          {placesIn(told, form, item).map(({ row, place }) => (
            <section key={row.key} className={own.place} aria-label={row.title}>
              <h4>
                {row.title} <On row={row} />
              </h4>
              <Chances place={place} form={form} />
              <Voices place={place} form={form} />
              <RestsOn truth={told} question={place.question} />
            </section>
          ))}
        </div>
      )}
    </Query>
  );
}

/** The places that anybody answered, as answers are told: in the form's order, by the same names. What was said is told apart. */
function placesIn({ questions }: ItemTruth, form: Form, item: Item) {
  const answers = questions.map(({ question, on }) => ({ question, on, value: { choices: [] } }));
  return compare(form, item.content, [{ answers }]).flatMap((row) => {
    const place = questions.find(({ question, on }) => `${question}/${on}` === row.key);
    return place ? [{ row, place }] : [];
  });
}

function Chances({ place, form }: { place: PlaceTruth; form: Form }) {
  const { t } = useTranslation(['items', 'manage']);
  const { t: manage } = useTranslation('manage');
  return (
    <table className={own.chances}>
      <caption className="visually-hidden">{t('truth.chances')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('truth.answer')}</th>
          <th scope="col">{t('truth.probability')}</th>
          <th scope="col">{t('truth.people')}</th>
        </tr>
      </thead>
      <tbody>
        {place.posterior.map(({ value, probability, people }, at) => (
          <tr key={String(value)} data-likeliest={at === 0 || undefined}>
            <th scope="row">{categoryTitle(place.question, value, form, manage)}</th>
            <td>
              <span className={css.share}>
                <span className={css.track} aria-hidden="true">
                  <span style={{ width: `${probability * 100}%` }} />
                </span>
                {chance(probability)}
              </span>
            </td>
            <td>{number(people)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who said what, and how many times that multiplies the odds. */
function Voices({ place, form }: { place: PlaceTruth; form: Form }) {
  const { t } = useTranslation('items');
  const { t: manage } = useTranslation('manage');
  if (place.said.length === 0) return <p className={own.note}>{t('truth.nobodyHeard')}</p>;
  return (
    <>
      <table className={own.voices}>
        <caption className="visually-hidden">{t('truth.voices')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('truth.person')}</th>
            <th scope="col">{t('truth.said')}</th>
            <th scope="col">{t('truth.weight')}</th>
          </tr>
        </thead>
        <tbody>
          {place.said.map(({ member, value, weight }) => (
            <tr key={member.id}>
              <th scope="row">{member.name}</th>
              <td>{categoryTitle(place.question, value, form, manage)}</td>
              <td>× {number(weight, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={own.note}>{t('truth.weightHelp')}</p>
    </>
  );
}

function RestsOn({ truth, question }: { truth: ItemTruth; question: string }) {
  const { t } = useTranslation('items');
  const known = truth.rests_on.find((each) => each.question === question);
  if (!known) return null;
  const { people, judgements, learnt_at } = known;
  return (
    <p className={own.note}>
      {learnt_at === null
        ? t('truth.assumed')
        : t('truth.restsOn', {
            people: t('truth.peopleCount', { count: people }),
            judgements: t('truth.judgementsCount', { count: judgements }),
            when: dateTime(learnt_at),
          })}
    </p>
  );
}
