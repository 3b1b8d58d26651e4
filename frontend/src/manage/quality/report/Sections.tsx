import { useTranslation } from '../../../i18n';
import { Panel } from '../../../ui';
import { useFilters } from '../../parts/filters';
import { Segments } from '../../progress/Throughput';
import type { Content, Section } from '../types';
import { worstFirst } from '../words';
import { ItemsPart } from './ItemsPart';
import { ModelsPart } from './ModelsPart';
import { Notes } from './Notes';
import { PeoplePart } from './PeoplePart';
import { ProbePart } from './ProbePart';
import { QuestionCard } from './QuestionCard';
import css from './report.module.css';
import { Verdict } from './Verdict';

const FIRST = { project: '' };
type Props = { content: Content; onOpen: (report: string) => void };

/** What a report says: of one project, or of a client's one after the other. */
export function Sections({ content, onOpen }: Props) {
  const { t } = useTranslation('quality');
  const [{ project }, go] = useFilters(FIRST);
  const sections = content.projects;
  const section = sections.find((each) => each.project.id === project) ?? sections[0];
  if (!section) return <Panel>{t('nothing')}</Panel>;
  return (
    <>
      {sections.length > 1 && (
        <div className={css.projects}>
          <Segments
            label={t('projects')}
            options={sections.map(({ project: { id, name } }) => ({ value: id, title: name }))}
            value={section.project.id}
            onChange={(id) => go({ project: id })}
          />
        </div>
      )}
      <Whole key={section.project.id} section={section} content={content} onOpen={onOpen} />
    </>
  );
}

function Whole({ section, content, onOpen }: Props & { section: Section }) {
  const { t } = useTranslation('quality');
  const measured = section.questions.filter(({ level }) => level !== 'undefined');
  const others = section.questions.filter(({ level }) => level === 'undefined');
  const [worst] = worstFirst(measured);
  const codes = new Map(section.headline.map(({ question, code }) => [question, code]));
  return (
    <div className={css.report}>
      <Verdict section={section} content={content} onOpen={onOpen} />
      <h2 className={css.part} id="questions">
        {t('part.questions')}
      </h2>
      {[...worstFirst(measured), ...others].map((question) => (
        <QuestionCard
          key={question.question}
          question={question}
          code={codes.get(question.question) ?? question.level}
          project={section.project.id}
          open={question === worst && question.level !== 'good'}
        />
      ))}
      <ItemsPart section={section} />
      {(section.people.length > 0 || section.heat.people.length > 1) && <PeoplePart section={section} />}
      {section.models && section.models.questions.length + section.models.rates.length > 0 && (
        <ModelsPart models={section.models} questions={section.questions} project={section.project.id} />
      )}
      {section.probe && <ProbePart probe={section.probe} questions={section.questions} />}
      <Notes codes={section.notes} />
    </div>
  );
}
