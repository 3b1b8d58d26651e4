import './words';
import '../../review/words';
import type { Annotation, Form, Item, Project } from '../../api';
import { useTranslation } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import { reasonWords } from '../../review/wording';
import { ErrorState, Loading } from '../../ui';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { span } from '../project/time';
import { useAnnotations, useProjectForm, useSuggestions } from '../queries';
import { ItemAgreement } from './ItemAgreement';
import own from './items.module.css';
import { NotHeard } from './NotHeard';
import { type Column, SideBySide } from './SideBySide';
import { isSettled, useResolution, useTimeline, verdictsIn } from './timeline/calls';
import type { Resolution, Verdict } from './timeline/types';
import { Truth } from './truth/Truth';

/** What each person answered and what became of it, with the final answer beside them. */
export function Answers({ project, item }: { project: Project; item: Item }) {
  const { t } = useTranslation(['manage', 'items']);
  const annotations = useAnnotations(project.id, item.id);
  const form = useProjectForm(project.id);
  const timeline = useTimeline(project.id, item.id);
  const moments = timeline.data ?? [];
  const resolution = useResolution(project.id, item.id, isSettled(moments)).data;
  const verdicts = verdictsIn(moments);
  const failed = annotations.error ?? form.error;
  if (failed)
    return (
      <ErrorState
        error={failed}
        retry={() => {
          void annotations.refetch();
          void form.refetch();
        }}
      />
    );
  if (!annotations.data || !form.data) return <Loading />;
  return (
    <>
      <h3 className={own.heading}>
        {t('items.answers')}{' '}
        <span className={css.small}>
          {t('overview.ofShort', { done: String(item.submitted), total: String(item.overlap) })}
        </span>
      </h3>
      {annotations.data.length > 1 && <ItemAgreement project={project} item={item} form={form.data.form} />}
      {annotations.data.length === 0 ? (
        <p className={css.small}>{t('items.noAnswers')}</p>
      ) : (
        <SideBySide
          label={t('items.answers')}
          form={form.data.form}
          content={item.content}
          columns={[
            ...(resolution ? [finalColumn(resolution, t)] : []),
            ...annotations.data.map((annotation) => ({
              id: annotation.id,
              answers: annotation.answers,
              assets: annotation.assets,
              heading: (
                <Author annotation={annotation} form={form.data.form} verdict={verdicts.get(annotation.id)} />
              ),
            })),
          ]}
        />
      )}
      {resolution?.comment && (
        <p className={css.small}>
          {t('items:resolution.comment')} <q>{resolution.comment}</q>
        </p>
      )}
      {annotations.data.length > 0 && (
        <Truth key={item.id} project={project} item={item} form={form.data.form} resolution={resolution} />
      )}
      <Suggestions project={project} item={item} form={form.data.form} />
    </>
  );
}

type Words = ReturnType<typeof useTranslation<'manage'>>['t'];

/** The answer that holds for the item, beside those it came from. */
const finalColumn = (resolution: Resolution, t: Words): Column => ({
  id: resolution.id,
  answers: resolution.answers,
  assets: resolution.assets,
  heading: (
    <>
      {t('items:resolution.title')}
      <span className={own.given} title={dateTime(resolution.created_at)}>
        {t(`items:resolution.${resolution.kind}`, { name: resolution.member?.name ?? '' })}
        {resolution.reason && ` · ${reasonWords(resolution.reason)}`}
      </span>
    </>
  ),
});

/** Whose answers these are, how they came about, what became of them, and whether they are heard. */
function Author(props: { annotation: Annotation; form: Form; verdict: Verdict | undefined }) {
  const { t } = useTranslation('manage');
  const { member, submitted_at, seconds, revision, aided, independent } = props.annotation;
  return (
    <>
      {member.name}
      <span className={own.given} title={dateTime(submitted_at)}>
        {span(seconds)}
        {revision > 1 && ` · ${t('items.revision', { count: revision })}`}
      </span>
      <Judged verdict={props.verdict} />
      <NotHeard form={props.form} aided={aided} independent={independent} />
    </>
  );
}

function Judged({ verdict }: { verdict: Verdict | undefined }) {
  const { t } = useTranslation('items');
  if (!verdict) return null;
  return (
    <span className={own.given}>
      <State state={verdict} title={t(`verdict.${verdict}`)} />
    </span>
  );
}

/** What models propose for the item, told apart from what people said. */
function Suggestions({ project, item, form }: { project: Project; item: Item; form: Form }) {
  const { t } = useTranslation('manage');
  const suggestions = useSuggestions(project.id, item.id);
  if (!suggestions.data || suggestions.data.length === 0) return null;
  return (
    <>
      <h3 className={own.heading}>{t('items.suggestions')}</h3>
      <p className={css.small}>{t(`suggestionsNow.${project.suggestions}`)}</p>
      <SideBySide
        label={t('items.suggestions')}
        form={form}
        content={item.content}
        columns={suggestions.data.map(({ id, agent, score, answers }) => ({
          id,
          answers,
          heading: (
            <>
              {agent}
              {score !== null && (
                <span className={own.given}>{t('items.score', { score: number(score, 2) })}</span>
              )}
            </>
          ),
        }))}
      />
    </>
  );
}
