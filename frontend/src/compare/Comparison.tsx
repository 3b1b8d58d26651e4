import { lazy, type ReactNode, Suspense } from 'react';
import type { Picture } from '../label/ready';
import { Loading } from '../ui/States';
import type { Annotator } from './annotators';
import { ChoiceTable, PreferenceTable, RatingTable } from './Matrix';
import { Plain } from './Plain';
import { Ranks } from './Ranks';
import type { Row } from './rows';
import { Spans } from './Spans';

const Texts = lazy(() => import('./Texts'));
const Turns = lazy(() => import('./Turns'));
const Regions = lazy(() => import('./Regions'));

/** What a remark is about: a question's answer, a stretch of a text in code points, or one of the author's regions. */
export type Anchor = {
  question: string;
  on: string;
  start?: number;
  end?: number;
  region?: number;
};

export type CompareProps = {
  row: Row;
  annotators: readonly Annotator[];
  /** The pictures of the content, by handle. */
  pictures: ReadonlyMap<string, Picture>;
  /** What can be done with a person's answer here. */
  action?: ((annotator: Annotator) => ReactNode) | undefined;
  /** Picks what a remark shall be about; absent where nothing is remarked. */
  onAnchor?: ((anchor: Anchor, quote: string) => void) | undefined;
};

/** What several people answered to one question about one thing, beside each other or over each other. */
export function Comparison(props: CompareProps) {
  const { question } = props.row;
  switch (question?.kind) {
    case 'choice':
      return <ChoiceTable {...props} question={question} />;
    case 'rating':
      return <RatingTable {...props} question={question} />;
    case 'preference':
      return <PreferenceTable {...props} question={question} />;
    case 'ranking':
      return <Ranks {...props} />;
    case 'spans':
      return <Spans {...props} question={question} />;
    case 'regions':
      return (
        <Suspense fallback={<Loading />}>
          <Regions {...props} question={question} />
        </Suspense>
      );
    case 'text':
      return (
        <Suspense fallback={<Loading />}>
          <Texts {...props} question={question} />
        </Suspense>
      );
    case 'dialogue':
      return (
        <Suspense fallback={<Loading />}>
          <Turns {...props} question={question} />
        </Suspense>
      );
    default:
      return <Plain {...props} />;
  }
}
