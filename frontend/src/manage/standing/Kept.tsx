import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import { Button, EmptyState, Panel } from '../../ui';
import { Query } from '../parts/Query';
import { span } from '../project/time';
import { type BeingWorkedOut, isBeingWorkedOut, type Kept } from './keeping';

type Read<Data> = { data: Data | BeingWorkedOut | undefined; error: unknown; refetch: () => unknown };

/** Figures once there are any; until then, that they are being worked out and about how long that takes. */
export function Figures<Data extends object>(props: {
  of: Read<Data>;
  children: (data: Data) => ReactNode;
}): ReactNode {
  const { t } = useTranslation('standing');
  const { data } = props.of;
  const time = data && 'counted_at' in data ? dateTime(String(data.counted_at)) : '';
  return (
    <>
      <div role="status">
        {data && isBeingWorkedOut(data) && <Waiting for={data} />}
        {time && <span className="visually-hidden">{t('countedAt', { time })}</span>}
      </div>
      <Query of={props.of}>{(found) => !isBeingWorkedOut(found) && props.children(found)}</Query>
    </>
  );
}

function Waiting({ for: { annotations, seconds } }: { for: BeingWorkedOut }) {
  const { t } = useTranslation('standing');
  return (
    <Panel>
      <EmptyState icon="clock" title={t('beingWorkedOut')}>
        {t('beingWorkedOutHelp', { count: annotations, answers: number(annotations), time: span(seconds) })}
      </EmptyState>
    </Panel>
  );
}

/** Of when figures are, and a way to newer ones where answers have come since. */
export function AsOf({ kept, anew }: { kept: Kept; anew: { mutate: () => void; isPending: boolean } }) {
  const { t } = useTranslation('standing');
  const { counted_at, answers_since, being_worked_out } = kept;
  return (
    <>
      {t('countedAt', { time: dateTime(counted_at) })}{' '}
      {answers_since > 0 && t('answersSince', { count: answers_since, answers: number(answers_since) })}{' '}
      {being_worked_out
        ? t('newerSoon')
        : answers_since > 0 && (
            <Button kind="default" size="small" busy={anew.isPending} onClick={() => anew.mutate()}>
              {t('workOutAnew')}
            </Button>
          )}
    </>
  );
}
