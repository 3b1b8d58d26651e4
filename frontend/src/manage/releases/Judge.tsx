import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { Button, Panel } from '../../ui';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useJudgeRelease } from './calls';
import { Locked } from './OneRelease';
import own from './releases.module.css';
import type { Release } from './types';

/** The client's word on a release, or the manager's in their name; everything that was said stays to be read. */
export function Judge({ release, project }: { release: Release; project: Project }) {
  const { t } = useTranslation('data');
  const accepted = release.state_of_release === 'accepted';
  return (
    <Panel title={t('releases.verdict')} help={accepted ? undefined : t('releases.verdictHelp')}>
      <div className={css.stack}>
        {accepted ? <Locked /> : <Decide release={release} project={project} />}
        {release.comments.length > 0 && (
          <ol className={own.comments} aria-label={t('releases.said')}>
            {release.comments.map(({ by, at, text, verdict }) => (
              <li key={at + text}>
                <div className={css.row}>
                  <strong>{by.name}</strong>
                  {verdict && <Verdict verdict={verdict} />}
                  <span className={css.small}>
                    <When at={at} />
                  </span>
                </div>
                {text && <p dir="auto">{text}</p>}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  );
}

function Verdict({ verdict }: { verdict: string }) {
  const { t } = useTranslation('data');
  const accepted = verdict.startsWith('accept');
  return (
    <State
      state={accepted ? 'accepted' : 'refused'}
      title={t(accepted ? 'releases.state.accepted' : 'releases.state.rejected')}
    />
  );
}

function Decide({ release, project }: { release: Release; project: Project }) {
  const { t } = useTranslation('data');
  const isClient = useSession().organisation.role === 'client';
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const judge = useJudgeRelease(project.id, release.id);
  const say = (verdict: 'accept' | 'reject'): void => {
    // A rejection without a reason helps nobody.
    const silent = verdict === 'reject' && comment.trim() === '';
    setMissing(silent);
    if (!silent) judge.mutate({ verdict, comment: comment.trim() }, { onSuccess: () => setComment('') });
  };
  return (
    <div className={css.stack}>
      <Textarea
        label={t('releases.comment')}
        description={t(isClient ? 'releases.commentClient' : 'releases.commentManager')}
        rows={3}
        value={comment}
        error={missing ? t('releases.whyRejected') : undefined}
        onChange={(event) => {
          setComment(event.currentTarget.value);
          setMissing(false);
        }}
      />
      <Problem error={judge.error} />
      <div className={css.row}>
        <Button icon="check" busy={judge.isPending} onClick={() => say('accept')}>
          {t('releases.accept')}
        </Button>
        {release.state_of_release !== 'rejected' && (
          <Button kind="default" busy={judge.isPending} onClick={() => say('reject')}>
            {t('releases.reject')}
          </Button>
        )}
      </div>
    </div>
  );
}
