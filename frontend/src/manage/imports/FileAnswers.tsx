import { NativeSelect } from '@mantine/core';
import type { Form } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Notice, Panel } from '../../ui';
import { Choices } from '../parts/Choices';
import css from '../parts/parts.module.css';
import { Rich } from '../parts/Rich';
import { Table } from '../parts/Table';
import { Toggle } from '../parts/Toggle';
import { useMembers } from '../queries';
import own from './imports.module.css';
import { candidates } from './mapping';
import { ANSWERS, type ForeignPerson, type Import, type Mapping } from './types';

type Props = {
  job: Import;
  form: Form | undefined;
  mapping: Mapping;
  adopt: boolean;
  onAdopt: (adopt: boolean) => void;
  onChange: (mapping: Mapping) => void;
};

/** What people have answered elsewhere: whether it fits, what becomes of it, and who they are here. */
export function FileAnswers(props: Props) {
  const { t } = useTranslation('data');
  const { job, mapping, adopt, onChange } = props;
  if (!job.form && job.people.length === 0) return null;
  return (
    <Panel title={t('imports.answers')} help={t('imports.answersHelp')}>
      <div className={css.stack}>
        {job.form && <Fits {...props} form_={job.form} />}
        <Choices
          legend={t('imports.becomes')}
          name="answers"
          value={mapping.answers}
          onChange={(answers) => onChange({ ...mapping, answers })}
          options={ANSWERS.map((value) => ({
            value,
            title: t(`imports.as.${value}`),
            help: t(`imports.asHelp.${value}`),
          }))}
        />
        {job.form && !adopt && mapping.answers !== 'ignore' && <Questions {...props} needed={job.form} />}
        {mapping.answers === 'work' && job.people.length > 0 && (
          <People
            people={job.people}
            mapping={mapping}
            onChange={(people) => onChange({ ...mapping, people })}
          />
        )}
      </div>
    </Panel>
  );
}

/** Whether this project's questions can hold the file's answers; else why not, and the way out. */
function Fits({ job, adopt, onAdopt, form_ }: Props & { form_: Form }) {
  const { t } = useTranslation('data');
  const fits = job.form_problems.length === 0;
  return (
    <>
      {fits ? (
        <Notice kind="good">{t('imports.fits')}</Notice>
      ) : (
        <Notice kind="warn">
          {t('imports.fitsNot')}
          <ul className={own.why}>
            {job.form_problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {!fits && (
        <Toggle
          label={t('imports.adopt')}
          description={t('imports.adoptHelp')}
          checked={adopt}
          onChange={(event) => onAdopt(event.currentTarget.checked)}
        />
      )}
      <details className={own.needed}>
        <summary>{t('imports.itsQuestions', { count: form_.questions.length })}</summary>
        <ul>
          {form_.questions.map(({ name, title, kind }) => (
            <li key={name}>
              <strong>{title}</strong> <span className={css.small}>{t(`manage:kind.${kind}`)}</span>
            </li>
          ))}
        </ul>
        {job.guidelines && <Rich source={job.guidelines} />}
      </details>
    </>
  );
}

function Questions({ form, needed, mapping, onChange }: Props & { needed: Form }) {
  const { t } = useTranslation('data');
  return (
    <Table
      caption={t('imports.questions')}
      rows={needed.questions}
      rowKey={({ name }) => name}
      columns={[
        { title: t('imports.theirQuestion'), main: true, cell: ({ title }) => title },
        {
          title: t('imports.ourQuestion'),
          cell: ({ name, title }) => (
            <NativeSelect
              aria-label={t('imports.ourQuestionOne', { title })}
              value={mapping.questions[name] ?? ''}
              onChange={(event) =>
                onChange({
                  ...mapping,
                  questions: { ...mapping.questions, [name]: event.currentTarget.value || null },
                })
              }
              data={[
                { value: '', label: t('imports.dropped') },
                ...candidates(form, name, needed).map((own) => ({
                  value: own,
                  label: form?.questions.find((each) => each.name === own)?.title ?? own,
                })),
              ]}
            />
          ),
        },
      ]}
    />
  );
}

const PLACEHOLDER = 'placeholder';

function People(props: {
  people: readonly ForeignPerson[];
  mapping: Mapping;
  onChange: (people: Mapping['people']) => void;
}) {
  const { t } = useTranslation('data');
  const members = useMembers().data ?? [];
  const { people, mapping, onChange } = props;
  return (
    <Table
      caption={t('imports.people')}
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t('imports.person'),
          main: true,
          cell: ({ id, name, email }) => (
            <>
              {name || email || id} {email && name && <span className={css.small}>{email}</span>}
            </>
          ),
        },
        {
          title: t('imports.theirAnswers'),
          end: true,
          cell: ({ annotations }) => number(annotations),
        },
        {
          title: t('imports.isHere'),
          cell: ({ id, name, email, member_id }) => (
            <NativeSelect
              aria-label={t('imports.isHereOne', { name: name || email || id })}
              value={mapping.people[id] ?? member_id ?? PLACEHOLDER}
              onChange={(event) => onChange({ ...mapping.people, [id]: event.currentTarget.value })}
              data={[
                { value: PLACEHOLDER, label: t('imports.placeholder') },
                ...members.map((member) => ({ value: member.id, label: member.name || member.email })),
              ]}
            />
          ),
        },
      ]}
    />
  );
}
