import { ApiProblem } from '../problem';
import type { Upload } from '../types';

/** Sends a file to the object store in one piece: the signed fields first, the file last. */
export function sendToStore(
  ticket: Upload,
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) body.append(name, value);
  body.append('file', file);
  return transfer('POST', ticket.url ?? '', body, (sent) => onSent(Math.min(sent, file.size)), signal);
}

/** Sends one part of a file to its own signed address. */
export const sendPart = (
  address: string,
  part: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> => transfer('PUT', address, part, onSent, signal);

/** `fetch` can't tell how much has left, so this is an XMLHttpRequest; no cookie goes along. */
function transfer(
  method: 'POST' | 'PUT',
  address: string,
  body: FormData | Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request)));
    request.onerror = () => reject(new ApiProblem(0));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', abort);
    request.open(method, address);
    request.send(body);
  });
}

/** The store answers in XML; its one sentence is worth showing. */
function refusal({ status, responseText }: XMLHttpRequest): ApiProblem {
  const detail = /<Message>([^<]*)<\/Message>/.exec(responseText)?.[1] ?? '';
  return new ApiProblem(status, { title: `The file store answered ${status}`, detail });
}
