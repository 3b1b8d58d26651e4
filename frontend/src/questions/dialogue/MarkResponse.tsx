import type { WrittenResponse } from '../../api/types';

export default function MarkResponse(_props: {
  place: { turn: string; response: string };
  response: WrittenResponse;
  letter: string;
}) {
  return null;
}
