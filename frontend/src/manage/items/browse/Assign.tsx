import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Person, Project } from '../../../api';
import { useTranslation } from '../../../i18n';
import { Choices } from '../../parts/Choices';
import { Query } from '../../parts/Query';
import { matches, Search } from '../../parts/Search';
import { WholeNumber } from '../../parts/WholeNumber';
import { usePeople } from '../../queries';
import css from './browse.module.css';

export type Assignment = {
  members: readonly string[];
  /** Shared out among them, or every item to each of them. */
  how: 'share' | 'each';
  /** How many of the people get each item when they are shared out; null leaves it to the item's own number. */
  perItem: number | null;
};
export const assignable = ({ members }: Assignment): boolean => members.length > 0;

/** People's rows say more than the API's types yet know. */
type Known = Person & { not_eligible?: string | null; paused?: string | null };
const MANY = 8;

/** Who gets the items, and how they are shared out. */
export function Assign(props: {
  project: Project;
  value: Assignment;
  onChange: (value: Assignment) => void;
}) {
  const { t } = useTranslation('items');
  const { project, value, onChange } = props;
  return (
    <>
      <People
        project={project}
        chosen={value.members}
        onChange={(members) => onChange({ ...value, members })}
      />
      <Choices
        legend={t('assign.how')}
        name="how"
        value={value.how}
        onChange={(how) => onChange({ ...value, how })}
        options={(['share', 'each'] as const).map((how) => ({
          value: how,
          title: t(`assign.${how}`),
          help: t(`assign.${how}Help`),
        }))}
      />
      {value.how === 'share' && value.members.length > 1 && (
        <WholeNumber
          label={t('assign.perItem')}
          description={t('assign.perItemHelp', { count: project.overlap })}
          min={1}
          max={value.members.length}
          clampBehavior="strict"
          value={value.perItem ?? Math.min(project.overlap, value.members.length)}
          onChange={(perItem) => onChange({ ...value, perItem })}
        />
      )}
    </>
  );
}

/** Some of the people who answer in a project. */
export function People(props: {
  project: Project;
  chosen: readonly string[];
  onChange: (members: string[]) => void;
}) {
  const people = usePeople(props.project.id);
  return (
    <Query of={people}>
      {(all) => (
        <Who
          people={all.filter(({ annotate }) => annotate)}
          chosen={props.chosen}
          onChange={props.onChange}
        />
      )}
    </Query>
  );
}

function Who(props: {
  people: readonly Known[];
  chosen: readonly string[];
  onChange: (members: string[]) => void;
}) {
  const { t } = useTranslation(['items', 'manage']);
  const { people, chosen, onChange } = props;
  const [search, setSearch] = useState('');
  const shown = people.filter(({ member }) => matches(search, member.name, member.email));
  if (people.length === 0) return <p>{t('assign.nobody')}</p>;
  return (
    <fieldset className={css.who}>
      <legend>{t('assign.who')}</legend>
      {people.length > MANY && (
        <Search label={t('manage:members.search')} value={search} onChange={setSearch} />
      )}
      <div className={css.whoList}>
        {shown.map(({ member, not_eligible, paused }) => (
          <Checkbox
            key={member.id}
            label={member.name || member.email}
            description={not_eligible || (paused ? t('assign.paused') : undefined)}
            checked={chosen.includes(member.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...chosen, member.id]
                  : chosen.filter((id) => id !== member.id),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
