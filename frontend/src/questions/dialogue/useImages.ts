import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { useTranslation } from '../../i18n';
import { toast } from '../../ui/toast';
import { useDesk } from './desk';
import { type Place, sendPicture, unfit } from './pictures';
import { MOST_IMAGES } from './rules';

/** Pictures that are chosen, pasted or dropped onto a prompt or a response. `has`: how many are there already. */
export function useImages(place: Place, takes: boolean, has: number) {
  const { t } = useTranslation('label');
  const { question, composer, sender } = useDesk();
  const [over, setOver] = useState(false);

  const refuse = (words: string) => toast(words, 'bad');
  const add = (files: readonly File[]) => {
    if (!takes) return refuse(t('dialogue.noImages'));
    if (has + files.length > MOST_IMAGES) refuse(t('dialogue.tooMany', { count: MOST_IMAGES }));
    for (const file of files.slice(0, Math.max(0, MOST_IMAGES - has))) {
      const reason = unfit(file);
      if (reason)
        refuse(t(reason === 'type' ? 'dialogue.wrongType' : 'dialogue.tooLarge', { name: file.name }));
      else
        sendPicture({
          question,
          place,
          sender,
          file,
          onReady: (asset) => composer.changeImages(place, (images) => [...images, asset]),
        });
    }
  };
  const handlers = {
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      // Words copied from an office program carry a picture of themselves: the words win.
      if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
      event.preventDefault();
      add(files);
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = takes ? 'copy' : 'none';
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      // Left to itself the browser would open the file in place of this page.
      event.preventDefault();
      setOver(false);
      add([...event.dataTransfer.files]);
    },
  };
  return { over, add, handlers };
}
