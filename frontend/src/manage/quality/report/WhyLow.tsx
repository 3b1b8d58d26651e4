import type { ReactNode } from 'react';
import { useTranslation } from '../../../i18n';
import { percent } from '../../../i18n/format';
import { confusedItems, useItemsAddress } from '../drill';
import type { Question, Why } from '../types';
import { coefficient, optionTitle, type Words } from '../words';
import { AskAdjudicator } from './AskAdjudicator';
import { Drill } from './Drill';
import css from './report.module.css';

/** What in the figures speaks for the lack of agreement, and what can be done about it. */
export function WhyLow({ question, project }: { question: Question; project: string }) {
  const { t } = useTranslation('quality');
  return (
    <div className={css.why}>
      <h4>{t('why.title')}</h4>
      <ul>
        {question.why.map((why) => (
          <li key={why.because}>
            <p>{whyWords(why, question, t)}</p>
            <Actions why={why} question={question} project={project} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function whyWords(why: Why, question: Question, t: Words): string {
  const title = (value: string | number) => optionTitle(question, value, t);
  switch (why.because) {
    case 'prevalence':
      return t('why.prevalence', {
        share: percent(why.share),
        option: title(why.category),
        percent: why.percent === null ? '–' : percent(why.percent),
        ac1: coefficient(question.ac1?.value),
      });
    case 'confused':
      return t('why.confused', {
        one: title(why.categories[0]),
        other: title(why.categories[1]),
        share: percent(why.share),
      });
    case 'person':
      return t('why.person', { name: why.person.name, alpha: coefficient(why.alpha) });
    case 'few_items':
      return t('why.few_items', { count: why.items });
    case 'ties':
      return t('why.ties', { share: percent(why.share) });
  }
}

function Actions({ why, question, project }: { why: Why; question: Question; project: string }): ReactNode {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  if (why.because === 'person')
    return <Drill to={address({ member: why.person.id })}>{t('drill.person')}</Drill>;
  if (why.because !== 'confused') return null;
  const [one, other] = why.categories;
  return (
    <span className={css.actions}>
      <Drill to={address(confusedItems(question.question, one, other))}>{t('drill.confused')}</Drill>
      <AskAdjudicator project={project} ids={question.confused_items} />
    </span>
  );
}
