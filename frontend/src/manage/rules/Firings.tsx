import { useState } from 'react';
import { Link } from 'wouter';
import type { Person, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { dateTime, number, percent } from '../../i18n/format';
import { Button, Panel, toast, toastError } from '../../ui';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { When } from '../parts/When';
import { usePause } from '../people/calls';
import { usePeople, useSlug } from '../queries';
import type { Words } from '../workflow/words';
import { useFirings, useRules } from './calls';
import own from './rules.module.css';
import { figureWords } from './sentence';
import { type Collector, type Firing, type Rule, UNITS } from './types';

const SHOWN = 6;

/** What rules have found, newest first: about whom, on what evidence, and whether it still holds. */
export function Firings({ project }: { project: Project }) {
  const { t } = useTranslation('workflow');
  const firings = useFirings(project.id);
  const rules = useRules(project.id).data ?? [];
  const people = usePeople(project.id).data ?? [];
  const rows = firings.data?.pages.flatMap(({ results }) => results) ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('firings.title')} help={t('firings.help')}>
      <ul className={own.firings}>
        {rows.map((firing) => (
          <Row
            key={firing.id}
            project={project}
            firing={firing}
            rule={rules.find(({ id }) => id === firing.rule.id)}
            person={people.find(({ member }) => member.id === firing.member.id)}
          />
        ))}
      </ul>
      <More list={firings} />
    </Panel>
  );
}

function Row(props: {
  project: Project;
  firing: Firing;
  rule: Rule | undefined;
  person: Person | undefined;
}) {
  const { t } = useTranslation('workflow');
  const { project, firing, rule, person } = props;
  const { evidence, member } = firing;
  const collector = evidence.collector ?? rule?.collector;
  return (
    <li className={own.firing} data-over={firing.over_at !== null || undefined}>
      <div>
        <h3>
          {t('firings.about', { name: member.name, rule: firing.rule.name })}
          <span className={own.standing}>{t(firing.over_at ? 'firings.over' : 'firings.standing')}</span>
        </h3>
        <p>{evidenceWords(firing, collector, t)}</p>
        <p className={css.small}>
          <When at={firing.fired_at} />
          {firing.over_at && ` · ${t('firings.overSince', { date: dateTime(firing.over_at) })}`}
        </p>
        <Seen project={project} items={firing.items ?? []} />
      </div>
      {person?.paused && <LetGoOn project={project} person={person} />}
    </li>
  );
}

/** "Gold score 42 % (24–63 %) of 10 items; below 60 % was asked for." */
function evidenceWords({ evidence }: Firing, collector: Collector | undefined, t: Words): string {
  const { figure, n, operator, threshold, low, high } = evidence;
  const words = (value: number): string =>
    collector ? figureWords(collector, value, t) : number(value, value % 1 ? 2 : 0);
  const between =
    collector && UNITS[collector] === 'share' && typeof low === 'number' && typeof high === 'number'
      ? ` ${t('firings.between', { low: number(low * 100), high: percent(high) })}`
      : '';
  return t('firings.evidence', {
    figure: collector ? t(`rules.collector.${collector}`) : t('firings.figure'),
    value: words(figure) + between,
    count: n,
    operator: t(`operator.${operator}`),
    threshold: words(threshold),
  });
}

/** The items in which it was seen, the latest first. */
function Seen({ project, items }: { project: Project; items: Firing['items'] }) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <div className={own.sample}>
      <span>{t('firings.seenIn')}</span>
      {shown.map(({ id, external_id }) => (
        <Link key={id} to={`/${slug}/projects/${project.id}/items?item=${id}`}>
          {external_id}
        </Link>
      ))}
      {shown.length < items.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t('firings.more', { count: items.length - shown.length })}
        </button>
      )}
    </div>
  );
}

function LetGoOn({ project, person }: { project: Project; person: Person }) {
  const { t } = useTranslation('workflow');
  const pause = usePause(project.id);
  const { id, name } = person.member;
  return (
    <Button
      kind="default"
      icon="play"
      busy={pause.isPending}
      onClick={() =>
        pause.mutate(
          { member: id, pause: '', because: '' },
          { onSuccess: () => toast(t('people.resumed', { name })), onError: toastError },
        )
      }
    >
      {t('people.resumeOne', { name })}
    </Button>
  );
}
