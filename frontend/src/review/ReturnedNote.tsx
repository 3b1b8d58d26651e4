import '../i18n/tools';
import './words';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/client';
import { raw } from '../api/raw';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import type { FedItem } from '../label/workbench';
import { Icon } from '../ui/Icon';
import css from './returned.module.css';
import type { OwnComment, Returned } from './types';
import { anchorWords, quoteOf, reasonWords } from './wording';

/** Why an item came back to its author: the reviewer's reason and words, and each remark with what it is about. */
export default function ReturnedNote({ current }: { current: FedItem }) {
  const { t } = useTranslation('review');
  const [shown, setShown] = useState(true);
  const returned = current.assignment.returned as unknown as Returned;
  const remarks = useRemarks(current);
  const questions = current.item.form.questions
    .filter(({ name }) => returned.questions?.includes(name))
    .map(({ title }) => title);
  const more = returned.comment !== '' || remarks.length > 0 || questions.length > 0;
  return (
    <aside className={css.note} aria-label={t('returned.title')}>
      <header>
        <Icon name="undo" size={17} />
        <h2>{t('returned.title')}</h2>
        <span className={css.because}>{t(`returned.because.${returned.because}`)}</span>
        {returned.reason && <span className={css.reason}>{reasonWords(returned.reason)}</span>}
        {more && (
          <button type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'returned.hide' : 'returned.show')}
            <Icon name={shown ? 'chevronDown' : 'chevronRight'} size={15} />
          </button>
        )}
      </header>
      {more && shown && (
        <div className={css.body}>
          {returned.comment && (
            <p className={css.comment} dir="auto">
              {returned.comment}
            </p>
          )}
          {remarks.length > 0 && (
            <ul className={css.remarks} aria-label={t('returned.remarks')}>
              {remarks.map((remark) => (
                <li key={remark.id}>
                  <Remark remark={remark} current={current} />
                </li>
              ))}
            </ul>
          )}
          {questions.length > 0 && (
            <p className={css.only}>
              {t('returned.only')} <strong>{questions.join(' · ')}</strong>
            </p>
          )}
        </div>
      )}
    </aside>
  );
}

/** What it is about can be gone to. */
function Remark({ remark, current }: { remark: OwnComment; current: FedItem }) {
  const { t } = useTranslation('review');
  const { item, assignment } = current;
  const { anchor, text } = remark;
  const quote = quoteOf(anchor, assignment, item.final());
  const words = anchor ? anchorWords(t, anchor, assignment) : '';
  const go = () => {
    if (!anchor) return;
    const response = anchor.on.startsWith('responses.') ? anchor.on.slice(10) : null;
    item.goTo({ question: anchor.question, ...(response ? { response } : { target: anchor.on }) });
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  return (
    <>
      {anchor && (
        <button type="button" className={css.where} onClick={go}>
          {words}
          {quote && <q dir="auto">{quote}</q>}
        </button>
      )}
      <span dir="auto">{text}</span>
    </>
  );
}

/** What reviewers said on the item, oldest first; quiet without a network. */
function useRemarks({ id }: FedItem): readonly OwnComment[] {
  const { slug } = useSession().organisation;
  const thread = useQuery({
    queryKey: [slug, 'assignment', id, 'remarks'],
    queryFn: () =>
      ask(
        raw.GET<{ results: OwnComment[] }>('/api/v1/{organisation}/assignments/{assignment_id}/comments', {
          params: { path: { organisation: slug, assignment_id: id } },
        }),
      ),
    staleTime: 0,
    retry: 1,
  });
  return (thread.data?.results ?? []).filter(({ author }) => author !== 'you');
}
