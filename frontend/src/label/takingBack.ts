import { useCallback } from 'react';
import { useTranslation } from '../i18n';
import { toast, toastError } from '../ui/toast';
import { parts } from './parts';
import type { LabelFeed, Workbench } from './workbench';

const SILENT = () => {};

/** Has the last submission back on the screen, or says why not. The code for it comes when it is asked for. */
export function useTakeBack(
  bench: Workbench,
  feed: LabelFeed,
  say: (words: string) => void = SILENT,
): () => void {
  const { t } = useTranslation('label');
  return useCallback(() => {
    const take = async () => {
      const { takeBackLast, tooLateWords } = await parts.takeBack();
      try {
        const words = t((await takeBackLast(bench, feed)) ? 'takeBack.taken' : 'takeBack.nothing');
        say(words);
        toast(words);
      } catch (thrown) {
        toast(tooLateWords(t, thrown), 'bad');
      }
    };
    void take().catch(toastError);
  }, [bench, feed, say, t]);
}
