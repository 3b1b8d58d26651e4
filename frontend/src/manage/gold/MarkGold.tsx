import { NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Annotation, Answer, Assignment, Form, Item as ItemRow, Project } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { useCommands } from '../../keys/useCommands';
import { gapWords } from '../../label/gapWords';
import { ItemView } from '../../label/ItemView';
import { prepare, type Ready } from '../../label/ready';
import { Button, Loading, Notice, Panel, toast } from '../../ui';
import { usePictures } from '../form/FormPreview';
import placeholder from '../form/placeholder.svg';
import { Problem } from '../parts/Problem';
import { Query } from '../parts/Query';
import { useAnnotations, useItem, useProjectForm } from '../queries';
import { useMark } from './calls';
import own from './gold.module.css';
import type { Gold } from './types';

type Props = { project: Project; item: string; before: Gold | undefined; onClose: () => void };

/** The right answer to an item, given on the labeling screen itself, and what learners are told. */
export function MarkGold(props: Props) {
  const item = useItem(props.project.id, props.item);
  const form = useProjectForm(props.project.id);
  return (
    <Query of={item}>
      {(row) => <Query of={form}>{(read) => <Marking {...props} row={row} form={read.form} />}</Query>}
    </Query>
  );
}

function Marking({ project, row, form, before, onClose }: Props & { row: ItemRow; form: Form }) {
  const { t } = useTranslation(['workflow', 'common']);
  const { t: ofScreen } = useTranslation('label');
  const ready = useReady(form, row, before?.answers ?? NO_ANSWERS);
  const [hints, setHints] = useState<Record<string, string>>(before?.hints ?? {});
  const [gap, setGap] = useState('');
  const mark = useMark(project.id);
  const save = (): void => {
    if (!ready) return;
    const missing = ready.item.seekGap();
    setGap(missing ? gapWords(ofScreen, missing) : '');
    if (missing) return;
    const given = Object.fromEntries(Object.entries(hints).filter(([, hint]) => hint.trim() !== ''));
    mark.mutate(
      { item_id: row.id, answers: ready.item.final(), hints: given },
      {
        onSuccess: () => {
          toast(t('gold.marked'));
          onClose();
        },
      },
    );
  };
  return (
    <>
      <Panel
        title={t('gold.markTitle', { name: row.external_id })}
        help={t(row.submitted > 0 ? 'gold.markAnswered' : 'gold.markHelp')}
        actions={<StartFrom project={project} row={row} ready={ready} />}
      >
        {ready ? <Desk ready={ready} onSave={save} /> : <Loading />}
      </Panel>
      <Panel title={t('gold.hints')} help={t('gold.hintsHelp')}>
        <div className={own.hints}>
          {form.questions.map(({ name, title }) => (
            <Textarea
              key={name}
              label={title}
              rows={2}
              maxLength={1000}
              dir="auto"
              value={hints[name] ?? ''}
              onChange={(event) => setHints({ ...hints, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      </Panel>
      <div className={own.save}>
        {gap && <Notice kind="warn">{gap}</Notice>}
        <Problem error={mark.error && asProblem(mark.error)} />
        <Button kind="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button icon="star" busy={mark.isPending} disabled={!ready} onClick={save}>
          {t(before ? 'gold.saveAgain' : 'gold.save')}
        </Button>
      </div>
    </>
  );
}

const NO_ANSWERS: readonly Answer[] = [];

/** The item with its pictures, once it can be shown; it begins with the answers that it had. */
function useReady(form: Form, row: ItemRow, answers: readonly Answer[]): Ready | null {
  const assets = usePictures(row.content);
  const waits = Object.values(assets).some(({ url }) => url === placeholder);
  const [ready, setReady] = useState<Ready | null>(null);
  const start = useRef(answers);
  const shown = useMemo(
    () => (waits ? null : JSON.stringify({ form, content: row.content, assets })),
    [waits, form, row.content, assets],
  );
  useEffect(() => {
    if (!shown) return;
    let stale = false;
    let made: Ready | null = null;
    const assignment = { id: 'gold', draft: null, ...JSON.parse(shown) } as Assignment;
    void prepare(assignment).then((done) => {
      made = done;
      if (stale) return done.release();
      fill(done, start.current);
      setReady(done);
    });
    return () => {
      stale = true;
      made?.release();
    };
  }, [shown]);
  return ready;
}

const fill = ({ item }: Ready, answers: readonly Answer[]): void => {
  for (const { question: name, on, value } of answers) {
    const question = item.form.questions.find((each) => each.name === name);
    if (question) item.set({ question, on }, value);
  }
};

/** The labeling screen, with its keys. */
function Desk({ ready, onSave }: { ready: Ready; onSave: () => void }) {
  const { t } = useTranslation('workflow');
  const { item } = ready;
  useSyncExternalStore(item.state.subscribe, item.state.get);
  useCommands(
    true,
    {
      submit: onSave,
      nextResponse: () => item.stepTarget(1),
      previousResponse: () => item.stepTarget(-1),
      nextQuestion: () => item.stepQuestion(1),
      previousQuestion: () => item.stepQuestion(-1),
    },
    (key) => item.press(key),
  );
  return (
    <div className={own.desk}>
      <ItemView ready={ready} live within label={t('gold.screen')} onZoom={() => {}} footer={() => null} />
    </div>
  );
}

/** Somebody's answers may be the right ones, or nearly. */
function StartFrom(props: { project: Project; row: ItemRow; ready: Ready | null }) {
  const { t } = useTranslation('workflow');
  const { ready } = props;
  const annotations = useAnnotations(props.project.id, props.row.id).data ?? [];
  if (annotations.length === 0 || !ready) return null;
  return (
    <NativeSelect
      aria-label={t('gold.startFrom')}
      value=""
      onChange={(event) => {
        const chosen = annotations.find(({ id }: Annotation) => id === event.currentTarget.value);
        if (chosen) fill(ready, chosen.answers as Answer[]);
      }}
      data={[
        { value: '', label: t('gold.startFrom') },
        ...annotations.map(({ id, member }) => ({
          value: id,
          label: t('gold.answersOf', { name: member.name }),
        })),
      ]}
    />
  );
}
