import type { Content, Form, Template } from '../../api';

/** Content to try a form on: the example of the template whose form shows the most of the same. */
export function exampleFor(form: Form, templates: readonly Template[]): Content {
  const shared = ({ example }: Template): number => form.shows.filter((key) => key in example).length;
  const best = templates.toSorted((one, other) => shared(other) - shared(one))[0];
  return best && shared(best) > 0 ? best.example : { prompt: { text: '…' } };
}
