import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Icon, Panel } from '../../ui';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useProjectForm } from '../queries';
import { useWorkflow } from '../workflow/calls';
import { useScores } from './calls';
import own from './gold.module.css';
import { FigureWords, Interval } from './Interval';
import type { Score } from './types';

/** How right each person is on gold, with how sure that is; a person opens to their questions. */
export function Scores({ project }: { project: Project }) {
  const { t } = useTranslation('workflow');
  const scores = useScores(project.id);
  const target = useWorkflow(project.id).data?.workflow.gold.gives?.at_least;
  return (
    <Query of={scores}>
      {(rows) => (
        <Panel title={t('gold.scores')} help={t('gold.scoresHelp')}>
          {rows.length === 0 ? (
            <p className={css.small}>{t('gold.noScores')}</p>
          ) : (
            <table className={own.scores}>
              <caption className="visually-hidden">{t('gold.scores')}</caption>
              <thead className="visually-hidden">
                <tr>
                  <th scope="col">{t('gold.person')}</th>
                  <th scope="col">{t('gold.chart')}</th>
                  <th scope="col">{t('gold.score')}</th>
                </tr>
              </thead>
              {rows
                .toSorted((one, other) => (one.score ?? 2) - (other.score ?? 2))
                .map((score) => (
                  <Person key={score.member.id} project={project} score={score} target={target} />
                ))}
            </table>
          )}
        </Panel>
      )}
    </Query>
  );
}

function Person({ project, score, target }: { project: Project; score: Score; target: number | undefined }) {
  const { t } = useTranslation('workflow');
  const [open, setOpen] = useState(false);
  const form = useProjectForm(project.id, open);
  const titleOf = (name: string): string =>
    form.data?.form.questions.find((question) => question.name === name)?.title ?? name;
  const several = score.by_question.length > 0;
  return (
    <tbody data-open={open || undefined}>
      <tr>
        <th scope="row">
          {several ? (
            <button type="button" className={own.person} aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
              {score.member.name}
              <span className="visually-hidden"> {t('gold.byQuestion')}</span>
            </button>
          ) : (
            score.member.name
          )}
        </th>
        <td className={own.chart}>
          <Interval figure={score} target={target} />
        </td>
        <td>
          <FigureWords figure={score} />
        </td>
      </tr>
      {open &&
        score.by_question.map((row) => (
          <tr key={row.question} className={own.question}>
            <th scope="row">{titleOf(row.question)}</th>
            <td className={own.chart}>
              <Interval figure={row} target={target} />
            </td>
            <td>
              <FigureWords figure={row} />
            </td>
          </tr>
        ))}
    </tbody>
  );
}
