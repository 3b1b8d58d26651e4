import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from '../../../i18n';
import { Button, Flyout, Icon } from '../../../ui';
import { useProjectTruth } from '../../quality/calls';
import css from './browse.module.css';
import { chipNames } from './Chips';
import { priorityName } from './priority';
import { asPercent, asShare, metadataName, type Range, rangeIn, rangeText } from './query';
import { TRUTH_STATES, TRUTH_WORDS, truthText } from './truth';
import { PRIORITIES, type Query, VERDICTS } from './types';

type Change = (change: Record<string, string>) => void;
type Props = { project: string; query: Query; people: ReadonlyMap<string, string>; onChange: Change };

/** Every filter that has no place of its own on the page, behind one button. */
export function FilterPanel(props: Props) {
  const { t } = useTranslation('items');
  const count = chipNames(props.query).length;
  return (
    <Flyout
      buttonClassName={css.filtersButton ?? ''}
      button={
        <>
          <Icon name="filter" size={16} />
          {t('filter.title')}
          {count > 0 && <span className={css.badge}>{count}</span>}
        </>
      }
    >
      <Fields {...props} />
    </Flyout>
  );
}

function Fields({ project, query, people, onChange }: Props) {
  const { t } = useTranslation('items');
  const yesOrNo = [
    { value: '', label: t('filter.any') },
    { value: 'true', label: t('filter.yes') },
    { value: 'false', label: t('filter.no') },
  ];
  const named = [...people].map(([value, label]) => ({
    value,
    label: t('filter.assignedTo', { name: label }),
  }));
  return (
    <div className={css.fields}>
      <Ends
        legend={t('filter.answersGiven')}
        value={query.answers ?? ''}
        max={99}
        onChange={(answers) => onChange({ answers })}
      />
      <Ends
        legend={t('filter.agreementPercent')}
        value={query.agreement ?? ''}
        max={100}
        shown={asPercent}
        meant={asShare}
        onChange={(agreement) => onChange({ agreement })}
      />
      <Ends
        legend={t('filter.certaintyPercent')}
        value={query.certainty ?? ''}
        max={100}
        shown={asPercent}
        meant={asShare}
        onChange={(certainty) => onChange({ certainty })}
      />
      <Ends
        legend={t('filter.answeredDays')}
        type="date"
        value={query.answered ?? ''}
        onChange={(answered) => onChange({ answered })}
      />
      {people.size > 0 && (
        <Pick
          label={t('filter.annotatedBy')}
          value={query.member ?? ''}
          onChange={(member) => onChange({ member })}
          data={[
            { value: '', label: t('filter.anybody') },
            ...[...people].map(([value, label]) => ({ value, label })),
          ]}
        />
      )}
      <Pick
        label={t('filter.verdict')}
        value={query.verdict ?? ''}
        onChange={(verdict) => onChange({ verdict })}
        data={[
          { value: '', label: t('filter.any') },
          ...VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`) })),
          { value: 'none', label: t('verdict.none') },
        ]}
      />
      <TruthOf project={project} value={query.truth ?? ''} onChange={(truth) => onChange({ truth })} />
      <Pick
        label={t('filter.priority')}
        value={query.priority ?? ''}
        onChange={(priority) => onChange({ priority })}
        data={[
          { value: '', label: t('filter.any') },
          ...PRIORITIES.map((value) => ({ value: String(value), label: priorityName(value, t) })),
        ]}
      />
      <div className={css.pair}>
        <Pick
          label={t('filter.gold')}
          value={query.gold ?? ''}
          onChange={(gold) => onChange({ gold })}
          data={yesOrNo}
        />
        <Pick
          label={t('filter.assigned')}
          value={query.assigned ?? ''}
          onChange={(assigned) => onChange({ assigned })}
          data={[...yesOrNo, ...named]}
        />
      </div>
      <Metadata onAdd={(key, value) => onChange({ [metadataName(key)]: value })} />
    </div>
  );
}

const Pick = (props: {
  label: string;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}) => (
  <NativeSelect
    label={props.label}
    value={props.value}
    data={props.data}
    onChange={(event) => props.onChange(event.currentTarget.value)}
  />
);

/** How far a question is decided; nothing for a project without questions that can be. */
function TruthOf(props: { project: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('items');
  const { data } = useProjectTruth(props.project);
  if (!data || data.questions.length === 0) return null;
  const states = data.questions.flatMap(({ question, title }) =>
    TRUTH_STATES.map((state) => ({
      value: truthText(question, state),
      label: t(TRUTH_WORDS[state], { question: title }),
    })),
  );
  return (
    <Pick
      label={t('filter.truth')}
      value={props.value}
      onChange={props.onChange}
      data={[{ value: '', label: t('filter.any') }, ...states]}
    />
  );
}

/** The two ends of a range; said when a field is left or Enter is pressed, for half a number is another number. */
function Ends(props: {
  legend: string;
  value: string;
  type?: 'number' | 'date';
  max?: number;
  shown?: (end: string) => string;
  meant?: (typed: string) => string;
  onChange: (range: string) => void;
}) {
  const { t } = useTranslation('items');
  const { value, type = 'number', shown = (end) => end, meant = (typed) => typed } = props;
  const [typed, setTyped] = useState<Range>(rangeIn(value));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another filter replaces what is being typed
  useEffect(() => {
    const { from, to } = rangeIn(value);
    setTyped({ from: shown(from), to: shown(to) });
  }, [value]);
  const say = (): void => props.onChange(rangeText({ from: meant(typed.from), to: meant(typed.to) }));
  const field = (end: keyof Range): ReactNode => (
    <TextInput
      type={type}
      {...(type === 'number' ? { min: 0, max: props.max } : {})}
      aria-label={t(end === 'from' ? 'filter.from' : 'filter.to', { name: props.legend })}
      placeholder={t(end === 'from' ? 'filter.least' : 'filter.most')}
      value={typed[end]}
      onChange={(event) => setTyped({ ...typed, [end]: event.currentTarget.value })}
      onBlur={say}
      onKeyDown={(event) => event.key === 'Enter' && say()}
    />
  );
  return (
    <fieldset className={css.ends}>
      <legend>{props.legend}</legend>
      {field('from')}
      <span aria-hidden>–</span>
      {field('to')}
    </fieldset>
  );
}

/** A part of the metadata that items must have. */
function Metadata({ onAdd }: { onAdd: (key: string, value: string) => void }) {
  const { t } = useTranslation('items');
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!key.trim() || !value.trim()) return;
        onAdd(key.trim(), value.trim());
        setKey('');
        setValue('');
      }}
    >
      <fieldset className={css.ends}>
        <legend>{t('filter.metadata')}</legend>
        <TextInput
          aria-label={t('filter.metadataKey')}
          placeholder={t('filter.metadataKey')}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <span aria-hidden>=</span>
        <TextInput
          aria-label={t('filter.metadataValue')}
          placeholder={t('filter.metadataValue')}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" kind="default" size="small" disabled={!key.trim() || !value.trim()}>
          {t('filter.add')}
        </Button>
      </fieldset>
    </form>
  );
}
