import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { DialogueQuestion, Form, SpansQuestion, SpansValue, WrittenResponse } from '../../api/types';
import { Item } from '../../label/item';
import { keyOf } from '../form';
import { Field } from '../spans/Field';
import { Text } from '../spans/Text';
import type { Target } from '../target';
import css from './Dialogue.module.css';
import { useDesk } from './desk';

/**
 * The words of a response with their marks. Marking is what a question about spans does, so one is asked here: about
 * this response alone, on an item of its own, whose answer is kept as the spans of the response.
 */
export default function MarkResponse(props: {
  place: { turn: string; response: string };
  response: WrittenResponse;
  letter: string;
  onDone: () => void;
}) {
  const { composer, question, id, live } = useDesk();
  const { place, response, letter } = props;
  const { turn, response: responseId } = place;
  const root = useRef<HTMLDivElement>(null);
  const name = `${turn}-${responseId}`;
  const on = `responses.${name}`;
  const { text } = response;
  const asked = useMemo(() => spansQuestion(question), [question]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks are read once; from then on they come from here
  const item = useMemo(
    () =>
      new Item(
        { form: formOf(asked), content: { responses: [{ id: name, text }] } },
        response.spans.length > 0 ? [{ question: asked.name, on, value: { spans: response.spans } }] : [],
        (answers) => {
          const value = answers[0]?.value as SpansValue | undefined;
          composer.changeResponse(turn, responseId, (now) => ({ ...now, spans: value?.spans ?? [] }));
        },
      ),
    [composer, asked, turn, responseId, name, on, text],
  );
  const { answers } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const target: Target = { ...(item.subject.targets('responses')[0] as Target), label: letter };
  useEffect(() => root.current?.querySelector<HTMLElement>('[data-surface]')?.focus(), []);
  const value = answers[keyOf(asked.name, on)] as SpansValue | undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves it
    <div
      ref={root}
      className={css.marking}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        props.onDone();
      }}
    >
      <div className={css.markedText}>
        <Text
          item={item}
          target={target}
          questions={[asked]}
          live={live}
          source={text}
          tree={undefined}
          raw={false}
        />
      </div>
      <Field
        question={asked}
        value={value}
        onChange={(changed) => item.set({ question: asked, on }, changed)}
        target={target}
        response={name}
        onResponse={() => {}}
        active={false}
        id={`${id}-${name}-marks`}
        item={item}
        live={live}
      />
    </div>
  );
}

const spansQuestion = ({ labels, title }: DialogueQuestion): SpansQuestion => ({
  name: 'marks',
  kind: 'spans',
  title,
  scope: 'responses',
  required: false,
  options: labels,
  overlap: true,
  multiple: true,
  snap: 'word',
});
const formOf = (question: SpansQuestion): Form => ({
  version: 1,
  shows: ['responses'],
  questions: [question],
});
