import '../workflow/words';
import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Member } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { date, percent } from '../../i18n/format';
import { Button, Notice, toastError } from '../../ui';
import { Modal } from '../parts/Modal';
import { Share } from '../parts/Percent';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { useClients } from '../queries';
import { useSkills } from '../workflow/calls';
import { dayOf, endOf } from '../workflow/days';
import own from './organisation.module.css';
import { type Grant, useClearances, useGrantTo, useMemberSkills, useTakeFrom } from './qualifications';
import { skillName } from './Skills';

/** What a member can do and for whom they may work, both with an end where one was set. */
export default function MemberSkills({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation('workflow');
  return (
    <Modal title={t('skills.of', { name: member.name || member.email })} wide onClose={onClose}>
      <div className={css.stack}>
        <TheirSkills member={member} />
        <TheirClearances member={member} />
      </div>
    </Modal>
  );
}

/** What is being given: the skill's or client's id, with what is known of it. */
type Giving = { id: string; grant: Grant } | null;
const NOTHING: Grant = { note: '', expires_at: null };

function TheirSkills({ member }: { member: Member }) {
  const { t } = useTranslation('workflow');
  const [giving, setGiving] = useState<Giving>(null);
  const held = useMemberSkills(member.id);
  const all = useSkills().data ?? [];
  const take = useTakeFrom(member.id, 'skills');
  const free = all.filter(({ id }) => !held.data?.some(({ skill }) => skill.id === id));
  return (
    <Part
      title={t('skills.theirs')}
      action={
        free[0] &&
        !giving && (
          <Button
            kind="default"
            size="small"
            icon="plus"
            onClick={() => setGiving({ id: free[0]?.id ?? '', grant: { ...NOTHING, level: 1 } })}
          >
            {t('skills.give')}
          </Button>
        )
      }
    >
      <Query of={held}>
        {(rows) =>
          rows.length === 0 && !giving ? (
            <p className={css.small}>{t(all.length === 0 ? 'skills.noneAtAll' : 'skills.noneYet')}</p>
          ) : (
            <ul className={own.held}>
              {rows.map((row) => (
                <Held
                  key={row.skill.id}
                  name={skillName(row.skill)}
                  level={row.level}
                  facts={row}
                  earned={row.earned_in !== null && row.earned_in !== undefined}
                  busy={take.isPending && take.variables === row.skill.id}
                  onChange={() =>
                    setGiving({
                      id: row.skill.id,
                      grant: { note: row.note, expires_at: row.expires_at, level: row.level },
                    })
                  }
                  onTake={() => take.mutate(row.skill.id, { onError: toastError })}
                />
              ))}
            </ul>
          )
        }
      </Query>
      {giving && (
        <Giver
          key={giving.id}
          member={member}
          what="skills"
          label={t('skills.skill')}
          giving={giving}
          options={all
            .filter(({ id }) => id === giving.id || free.some((each) => each.id === id))
            .map((skill) => ({ value: skill.id, label: skillName(skill) }))}
          onClose={() => setGiving(null)}
        />
      )}
    </Part>
  );
}

function TheirClearances({ member }: { member: Member }) {
  const { t } = useTranslation('workflow');
  const [giving, setGiving] = useState<Giving>(null);
  const held = useClearances(member.id);
  const clients = useClients().data ?? [];
  const take = useTakeFrom(member.id, 'clearances');
  const free = clients.filter(({ id }) => !held.data?.some(({ client }) => client.id === id));
  return (
    <Part
      title={t('clearances.theirs')}
      help={t('clearances.help')}
      action={
        free[0] &&
        !giving && (
          <Button
            kind="default"
            size="small"
            icon="plus"
            onClick={() => setGiving({ id: free[0]?.id ?? '', grant: NOTHING })}
          >
            {t('clearances.give')}
          </Button>
        )
      }
    >
      <Query of={held}>
        {(rows) =>
          rows.length === 0 && !giving ? (
            <p className={css.small}>{t('clearances.none')}</p>
          ) : (
            <ul className={own.held}>
              {rows.map((row) => (
                <Held
                  key={row.client.id}
                  name={row.client.name}
                  facts={row}
                  busy={take.isPending && take.variables === row.client.id}
                  onChange={() =>
                    setGiving({ id: row.client.id, grant: { note: row.note, expires_at: row.expires_at } })
                  }
                  onTake={() => take.mutate(row.client.id, { onError: toastError })}
                />
              ))}
            </ul>
          )
        }
      </Query>
      {giving && (
        <Giver
          key={giving.id}
          member={member}
          what="clearances"
          label={t('clearances.client')}
          giving={giving}
          options={clients
            .filter(({ id }) => id === giving.id || free.some((each) => each.id === id))
            .map(({ id, name }) => ({ value: id, label: name }))}
          onClose={() => setGiving(null)}
        />
      )}
    </Part>
  );
}

function Part(props: { title: string; help?: string; action: ReactNode; children: ReactNode }) {
  return (
    <section className={css.tight}>
      <div className={css.between}>
        <h3>{props.title}</h3>
        {props.action}
      </div>
      {props.help && <p className={css.small}>{props.help}</p>}
      {props.children}
    </section>
  );
}

function Held(props: {
  name: string;
  level?: number;
  facts: { note: string; expires_at: string | null; granted_at: string };
  earned?: boolean;
  busy: boolean;
  onChange: () => void;
  onTake: () => void;
}) {
  const { t } = useTranslation('workflow');
  const { name, level, facts } = props;
  const { expires_at } = facts;
  const over = expires_at !== null && Date.parse(expires_at) < Date.now();
  const since = [
    t(props.earned ? 'skills.earned' : 'skills.since', { date: date(facts.granted_at) }),
    expires_at && !over && t('skills.until', { date: date(expires_at) }),
    facts.note,
  ].filter(Boolean);
  return (
    <li>
      <div>
        <strong>{name}</strong>
        {level !== undefined && <span className={own.level}>{percent(level)}</span>}
        {over && <span className={own.over}> {t('skills.over', { date: date(expires_at) })}</span>}
        <p className={css.small}>{since.join(' · ')}</p>
      </div>
      <div className={css.row}>
        <RowButton label={t('skills.changeOne', { name })} onClick={props.onChange}>
          {t('skills.change')}
        </RowButton>
        <RowButton label={t('skills.takeOne', { name })} busy={props.busy} onClick={props.onTake}>
          {t('skills.take')}
        </RowButton>
      </div>
    </li>
  );
}

/** Gives a skill or a clearance, until a day where one is named. */
function Giver(props: {
  member: Member;
  what: 'skills' | 'clearances';
  label: string;
  giving: { id: string; grant: Grant };
  options: { value: string; label: string }[];
  onClose: () => void;
}) {
  const { t } = useTranslation(['workflow', 'common']);
  const { what, options, onClose } = props;
  const [id, setId] = useState(props.giving.id);
  const [grant, setGrant] = useState(props.giving.grant);
  const give = useGrantTo(props.member.id, what);
  const problem = give.error ? asProblem(give.error) : null;
  const set = (change: Partial<Grant>): void => setGrant((before) => ({ ...before, ...change }));
  return (
    <form
      className={own.giver}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({ id, ...grant }, { onSuccess: onClose });
      }}
    >
      <div className={own.pair}>
        <NativeSelect
          label={props.label}
          value={id}
          disabled={options.length < 2}
          onChange={(event) => setId(event.currentTarget.value)}
          data={options}
        />
        {grant.level !== undefined && (
          <Share
            label={t('skills.level')}
            description={t('skills.levelHelp')}
            value={grant.level}
            error={problem?.at('/level')}
            onChange={(level) => set({ level })}
          />
        )}
        <TextInput
          type="date"
          label={t('skills.expires')}
          description={t('skills.expiresHelp')}
          value={grant.expires_at ? dayOf(grant.expires_at) : ''}
          error={problem?.at('/expires_at')}
          onChange={(event) => set({ expires_at: endOf(event.currentTarget.value) })}
        />
      </div>
      <TextInput
        label={t('skills.note')}
        description={t(what === 'skills' ? 'skills.noteHelp' : 'clearances.noteHelp')}
        maxLength={500}
        value={grant.note}
        error={problem?.at('/note')}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      {problem?.status === 404 ? (
        <Notice kind="bad">{problem.message}</Notice>
      ) : (
        <Problem error={problem} shown={['/level', '/expires_at', '/note']} />
      )}
      <div className={css.foot}>
        <Button kind="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" busy={give.isPending} disabled={!id}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}
