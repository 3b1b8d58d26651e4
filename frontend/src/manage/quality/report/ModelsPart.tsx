import '../../standing/words';
import { useTranslation } from '../../../i18n';
import { Panel } from '../../../ui';
import { Compared } from '../../models/Compared';
import { RatesByAnswer } from '../../models/Rates';
import { Scores } from '../../models/Scores';
import type { Models, Question } from '../types';
import { formOf } from './changed';
import css from './report.module.css';

/** What people's answers say of the models that wrote the responses, as it was when the report was made. */
export function ModelsPart(props: { models: Models; questions: readonly Question[]; project: string }) {
  const { models, questions, project } = props;
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  const form = formOf(questions);
  return (
    <>
      <h2 className={css.part} id="models">
        {t('part.models')}
      </h2>
      {models.questions.map((question) => (
        <Compared key={question.question} question={question} by="month" project={project} />
      ))}
      {models.rates.length > 0 && (
        <Panel title={words('rates.title')} help={words('rates.help')}>
          <RatesByAnswer rates={models.rates} changes={models.rate_changes} form={form} project={project} />
        </Panel>
      )}
      <Scores scores={models.scores} form={form} project={project} />
    </>
  );
}
