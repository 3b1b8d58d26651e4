import { useEffect, useRef, useState } from 'react';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { bytes, dateTime, number } from '../../i18n/format';
import { Button, ButtonLink, EmptyState, Icon, Notice, Panel, toast } from '../../ui';
import { Confirm } from '../parts/Confirm';
import { CopyButton } from '../parts/Copy';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { Rich } from '../parts/Rich';
import { State } from '../parts/State';
import { isUnfinished, useSlug } from '../queries';
import { Compare } from './Compare';
import { manifestAddress, useReadme, useRelease, useRemoveRelease } from './calls';
import { Files } from './Files';
import { Judge } from './Judge';
import { Building, TONES } from './Releases';
import own from './releases.module.css';
import type { Release } from './types';

type Props = { project: Project; id: string; onOpen: (id: string) => void; onClose: () => void };

/** One release: what it holds, its files in any format, what its client says, and how it differs from another. */
export function OneRelease({ project, id, onClose }: Props) {
  const { t } = useTranslation('data');
  const release = useRelease(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const known = release.data !== undefined;
  useEffect(() => {
    if (known) heading.current?.focus({ preventScroll: true });
  }, [known]);
  return (
    <>
      <div className={own.head}>
        <Button kind="default" size="small" icon="arrowLeft" onClick={onClose}>
          {t('releases.all')}
        </Button>
        {release.data && (
          <>
            <h2 ref={heading} tabIndex={-1}>
              {t('releases.called', { number: release.data.number, name: release.data.name })}
            </h2>
            <State
              state={TONES[release.data.state_of_release]}
              title={t(`releases.state.${release.data.state_of_release}`)}
            />
          </>
        )}
      </div>
      <Query of={release}>{(data) => <Stage release={data} project={project} onClose={onClose} />}</Query>
    </>
  );
}

function Stage(props: { release: Release; project: Project; onClose: () => void }) {
  const { t } = useTranslation('data');
  const { release, project } = props;
  if (isUnfinished(release))
    return (
      <Panel title={t('releases.building', { number: release.number })}>
        <Building release={release} />
      </Panel>
    );
  if (release.state_of_release === 'failed' || release.state_of_release === 'building')
    return (
      <Panel>
        <EmptyState icon="alert" title={t('releases.state.failed')} action={<Remove {...props} />}>
          {release.error}
        </EmptyState>
      </Panel>
    );
  return (
    <div className={own.columns}>
      <div>
        <Files release={release} project={project} />
        <Readme release={release} />
        <Compare release={release} project={project} />
      </div>
      <div>
        <Judge release={release} project={project} />
        <Facts {...props} />
      </div>
    </div>
  );
}

/** What the manifest says, in figures. */
function Facts(props: { release: Release; project: Project; onClose: () => void }) {
  const { t } = useTranslation('data');
  const slug = useSlug();
  const { release } = props;
  const rows: [string, string][] = [
    [t('releases.fact.items'), number(release.items)],
    [t('releases.fact.annotations'), number(release.annotations)],
    [t('releases.fact.size'), release.size === null ? '–' : bytes(release.size)],
    [t('releases.fact.form'), String(release.form_version ?? '–')],
    [t('releases.fact.guidelines'), String(release.guidelines_version ?? '–')],
    [t('releases.fact.licence'), release.licence || '–'],
    [
      t('releases.fact.made'),
      [release.created_by.name, dateTime(release.created_at)].filter(Boolean).join(', '),
    ],
  ];
  const agreement = release.agreement.filter(({ alpha }) => typeof alpha === 'number');
  return (
    <Panel title={t('releases.facts')}>
      <div className={css.stack}>
        <dl className={own.facts}>
          {rows.map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {agreement.map(({ question, on, title, alpha }) => (
            <div key={`${question}/${on}`}>
              <dt>{t('releases.fact.agreement', { title: title ?? question ?? '' })}</dt>
              <dd>α {number(alpha ?? 0, 3)}</dd>
            </div>
          ))}
        </dl>
        {release.notes && <Rich source={release.notes} />}
        {release.sha256 && (
          <span className={own.checksum}>
            <code title={release.sha256}>sha256 {release.sha256.slice(0, 16)}…</code>
            <CopyButton text={release.sha256} name={t('exports.checksum')} />
          </span>
        )}
        <div className={css.row}>
          <ButtonLink kind="default" size="small" icon="download" href={manifestAddress(slug, release.id)}>
            {t('releases.manifest')}
          </ButtonLink>
          <Remove {...props} />
        </div>
      </div>
    </Panel>
  );
}

function Readme({ release }: { release: Release }) {
  const { t } = useTranslation('data');
  const readme = useReadme(release.id, true);
  return (
    <Panel title={t('releases.readme')}>
      <Query of={readme}>
        {(text) => (
          <div className={own.readme}>
            <Rich source={withoutFrontMatter(text)} />
          </div>
        )}
      </Query>
    </Panel>
  );
}

/** The lines between `---` at the top are for machines. */
const withoutFrontMatter = (text: string): string => text.replace(/^---\n[\s\S]*?\n---\n/, '');

/** What was accepted stays; anything else may go as long as somebody confirms it. */
function Remove(props: { release: Release; project: Project; onClose: () => void }) {
  const { t } = useTranslation('data');
  const { release, project, onClose } = props;
  const manages = useMay('manage');
  const [asking, setAsking] = useState(false);
  const remove = useRemoveRelease(project.id);
  if (release.state_of_release === 'accepted')
    return (
      <span className={own.locked}>
        <Icon name="shield" size={15} /> {t('releases.locked')}
      </span>
    );
  if (!manages) return null;
  return (
    <>
      <Button kind="default" size="small" onClick={() => setAsking(true)}>
        {t('releases.remove')}
      </Button>
      {asking && (
        <Confirm
          title={t('releases.removeOne', { number: release.number })}
          action={t('releases.remove')}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(release.id, {
              onSuccess: () => {
                toast(t('releases.removed', { number: release.number }));
                onClose();
              },
            })
          }
          onClose={() => setAsking(false)}
        >
          {t('releases.removeHelp')}
        </Confirm>
      )}
    </>
  );
}

/** Said where somebody may not decide. */
export function Locked() {
  const { t } = useTranslation('data');
  return <Notice kind="good">{t('releases.lockedHelp')}</Notice>;
}
