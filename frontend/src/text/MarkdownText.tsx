import type { Root } from 'hast';
import { useEffect, useState } from 'react';
import { parse } from './parse';
import { type Lines, plainTree } from './plain';
import { Tree } from './Tree';

/** Markdown that was not prefetched: guidelines, previews. Shown as plain text for the moment that parsing takes. */
export function MarkdownText({ source, lines = 'joined' }: { source: string; lines?: Lines }) {
  const [parsed, setParsed] = useState<{ source: string; tree: Root } | null>(null);
  useEffect(() => {
    let stale = false;
    void parse(source, lines).then((tree) => {
      if (!stale) setParsed({ source, tree });
    });
    return () => {
      stale = true;
    };
  }, [source, lines]);
  return <Tree tree={parsed?.tree ?? plainTree(source)} />;
}
