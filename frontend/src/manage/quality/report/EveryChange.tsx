import '../../standing/words';
import { useState } from 'react';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Button, Icon, type IconName } from '../../../ui';
import { ToItems } from '../../parts/ToItems';
import { itemsOfChange, useItemsAddress } from '../drill';
import type { FigureChange, FigureVerdict, Section } from '../types';
import { hasTurned, intervalOf, movedBy, nameOf, shown, turnedWords } from './changed';
import { Drill } from './Drill';
import { Fold } from './Fold';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** Rows that are shown at once; the report has those first that tell most. */
const MOST = 50;
const keyOf = ({ part, question, about, category, figure }: FigureChange): string =>
  JSON.stringify([part, question, about, category, figure]);

/** What is judged otherwise than in the report before, in sentences, each leading to its items. */
export function Turned({ section }: { section: Section }) {
  const { t } = useTranslation('quality');
  const standing = useTranslation('standing').t;
  const address = useItemsAddress(section.project.id);
  const turned = (section.changes ?? []).filter(hasTurned);
  if (turned.length === 0) return null;
  return (
    <div className={css.turned}>
      <h3>{t('change.turnedTitle')}</h3>
      <ul>
        {turned.map((change) => {
          const { icon, tone } = LOOKS[change.verdict ?? 'undecided'];
          const [value, name] = [shown(change, change.value, standing), nameOf(change, section, t, standing)];
          return (
            <li key={keyOf(change)} data-tone={tone}>
              <Icon name={icon} size={15} />
              <span>
                {turnedWords(change, section, t, standing)}{' '}
                <Drill to={address(itemsOfChange(change, section))} label={t('change.see', { value, name })}>
                  {t('drill.confused')}
                </Drill>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const LOOKS: Record<FigureVerdict, { icon: IconName; tone: 'good' | 'warn' | 'bad' }> = {
  good: { icon: 'check', tone: 'good' },
  tentative: { icon: 'minus', tone: 'warn' },
  low: { icon: 'alert', tone: 'bad' },
  pass: { icon: 'check', tone: 'good' },
  fail: { icon: 'alert', tone: 'bad' },
  undecided: { icon: 'clock', tone: 'warn' },
  stands_out: { icon: 'flag', tone: 'warn' },
  ordinary: { icon: 'check', tone: 'good' },
};

/** Each figure that is not what it was in the report before, beside what it was; it leads to its items. */
export function EveryChange({ section }: { section: Section }) {
  const { t } = useTranslation('quality');
  const [all, setAll] = useState(false);
  const changes = section.changes ?? [];
  if (changes.length === 0) return null;
  return (
    <Fold title={t('change.every', { count: changes.length })}>
      <Sideways label={t('change.title')}>
        <table className={css.labels}>
          <caption className="visually-hidden">{t('change.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('change.figure')}</th>
              {(['was', 'is', 'interval', 'difference'] as const).map((name) => (
                <th key={name} scope="col" data-end>
                  {t(`change.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(all ? changes : changes.slice(0, MOST)).map((change) => (
              <Row key={keyOf(change)} change={change} section={section} />
            ))}
          </tbody>
        </table>
      </Sideways>
      {changes.some(({ clear }) => clear) && <p className={css.evidence}>{t('change.help')}</p>}
      {!all && changes.length > MOST && (
        <Button kind="default" size="small" onClick={() => setAll(true)}>
          {t('change.all', { n: number(changes.length) })}
        </Button>
      )}
    </Fold>
  );
}

function Row({ change, section }: { change: FigureChange; section: Section }) {
  const { t } = useTranslation('quality');
  const standing = useTranslation('standing').t;
  const address = useItemsAddress(section.project.id);
  const name = nameOf(change, section, t, standing);
  const value = shown(change, change.value, standing);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-end>{shown(change, change.before, standing)}</td>
      <td data-end>
        <ToItems to={address(itemsOfChange(change, section))} label={t('change.see', { value, name })}>
          {value}
        </ToItems>
      </td>
      <td data-end>{intervalOf(change, t, standing)}</td>
      <td data-end data-clear={change.clear || undefined}>
        {change.clear && (
          <>
            <span aria-hidden>* </span>
            <span className="visually-hidden">{t('change.clear')}: </span>
          </>
        )}
        {movedBy(change, t)}
      </td>
    </tr>
  );
}
