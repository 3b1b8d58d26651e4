import { ApiProblem } from '../problem';
import type { Upload } from '../types';

/**
 * Sends a file to the object store: the signed fields first, the file last. `fetch` can't tell how much has left, so this
 * is an XMLHttpRequest; no cookie goes along.
 */
export function sendToStore(
  ticket: Upload,
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new DOMException('Cancelled', 'AbortError'));
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(ticket.fields)) body.append(name, value);
    body.append('file', file);
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, file.size));
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request)));
    request.onerror = () => reject(new ApiProblem(0));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    request.open('POST', ticket.url);
    request.send(body);
  });
}

/** The store answers in XML; its one sentence is worth showing. */
function refusal({ status, responseText }: XMLHttpRequest): ApiProblem {
  const detail = /<Message>([^<]*)<\/Message>/.exec(responseText)?.[1] ?? '';
  return new ApiProblem(status, { title: `The file store answered ${status}`, detail });
}
