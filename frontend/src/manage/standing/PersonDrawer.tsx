import { Link } from 'wouter';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { Button, Icon } from '../../ui';
import { Modal } from '../parts/Modal';
import parts from '../parts/parts.module.css';
import { reasonText } from '../parts/reason';
import { useProjectForm, useSlug } from '../queries';
import type { RuleDraft } from '../rules/types';
import { Confusion } from './Confusion';
import { usePersonStanding } from './calls';
import { behind } from './evidence';
import { FigureBar } from './FigureCell';
import { chanceText, ordinary, outstanding, ruleFrom, took } from './figures';
import { ItemLinks } from './Items';
import { Figures } from './Kept';
import { PairEvidence } from './Pairs';
import css from './standing.module.css';
import type { Figure, Named, OnePerson, Pair } from './types';
import { Weeks } from './Weeks';

/** One person: what stands out with its evidence, how it went week by week, everything else, and what can be done. */
export function PersonDrawer(props: {
  project: Project;
  member: string;
  /** Since when answers count; an ISO time, or empty. */
  since: string;
  pairs: readonly Pair[];
  titleOf: (question: string) => string;
  onRule: (rule: RuleDraft) => void;
  onPause: (member: Named) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('standing');
  const standing = usePersonStanding(props.project.id, props.member, props.since);
  const name = standing.data && 'member' in standing.data ? standing.data.member.name : '';
  return (
    <Modal title={name ? t('ofPerson', { name }) : t('title')} drawer wide onClose={props.onClose}>
      <div className={css.drawer}>
        <Figures of={standing}>
          {(person) => (
            <div className={css.told}>
              <Person {...props} person={person} />
            </div>
          )}
        </Figures>
      </div>
    </Modal>
  );
}

type Props = Omit<Parameters<typeof PersonDrawer>[0], 'onClose' | 'member'> & { person: OnePerson };

function Person(props: Props) {
  const { t } = useTranslation('standing');
  const { project, person, pairs, titleOf, onRule } = props;
  const [found, rest] = [outstanding(person), ordinary(person)];
  const several = new Set(person.figures.map(({ question }) => question)).size > 1;
  const list = (figures: readonly Figure[]) =>
    figures.map((figure) => (
      <OneFigure
        key={`${figure.figure} ${figure.question}`}
        project={project.id}
        figure={figure}
        about={several && figure.question ? titleOf(figure.question) : ''}
        onRule={onRule}
      />
    ));
  return (
    <>
      <Head {...props} />
      <section>
        <h3>{t('standsOut')}</h3>
        {found.length + pairs.length === 0 ? (
          <p className={parts.small}>{t('nothingHelp')}</p>
        ) : (
          <ul className={css.cards}>
            {list(found)}
            {pairs.map((pair) => (
              <li key={`${pair.question} ${pair.members.map(({ id }) => id).join()}`} data-out>
                <PairEvidence project={project.id} pair={pair} titleOf={titleOf} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <Weeks weeks={person.weeks} project={project.id} member={person.member.id} since={props.since} />
      <section>
        <h3>{t('otherFigures')}</h3>
        <ul className={css.cards}>{list(rest)}</ul>
      </section>
    </>
  );
}

function Head({ project, person: { member, annotations, median_seconds }, onPause }: Props) {
  const { t } = useTranslation('standing');
  const slug = useSlug();
  const manages = useMay('manage');
  return (
    <div className={parts.between}>
      <p>
        {t('given', { count: annotations })}
        {median_seconds !== null && <> · {t('each', { time: took(median_seconds) })}</>}
      </p>
      {manages && (
        <div className={parts.row}>
          <Link className={css.link ?? ''} to={`/${slug}/projects/${project.id}/items?member=${member.id}`}>
            <Icon name="list" size={16} />
            {t('theirItems')}
          </Link>
          <Button kind="default" size="small" icon="pause" onClick={() => onPause(member)}>
            {t('pause')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A figure with what it means, what lies behind it, and a rule that would watch it. */
function OneFigure(props: {
  project: string;
  figure: Figure;
  /** The question, where there are several. */
  about: string;
  onRule: (rule: RuleDraft) => void;
}) {
  const { t } = useTranslation('standing');
  const { project, figure, about, onRule } = props;
  const { figure: name, value, n, chance, evidence, stands_out, reason } = figure;
  const form = useProjectForm(project).data?.form;
  const rule = ruleFrom(figure);
  const manages = useMay('manage');
  const title = t(`figure.${name}.title`);
  return (
    <li data-out={stands_out || undefined}>
      <div className={css.cardHead}>
        <h4>
          {stands_out && <Icon name="flag" size={15} />}
          {title} {about && <small>{about}</small>}
        </h4>
        {value !== null && <FigureBar figure={{ ...figure, value }} />}
      </div>
      <p className={parts.small}>
        {value === null ? (
          t('undefined', { reason: reasonText(reason) })
        ) : (
          <>
            {t(`figure.${name}.means`)} {t(`figure.${name}.of`, { count: n })}
            {` ${chanceText(chance, t)} ${reasonText(reason)}`}
          </>
        )}
      </p>
      {behind(figure, form, t).map((sentence) => (
        <p key={sentence} className={parts.small}>
          {sentence}
        </p>
      ))}
      <Confusion figure={figure} form={form} />
      <ItemLinks project={project} items={evidence.items ?? []} />
      {manages && rule && value !== null && (
        <p className={css.act}>
          <button type="button" className={css.person} onClick={() => onRule(rule)}>
            <Icon name="shield" size={15} />
            {t('makeRule')}
            <span className="visually-hidden">
              : {title} {about}
            </span>
          </button>
        </p>
      )}
    </li>
  );
}
