import type { Root } from 'hast';
import { useEffect, useState } from 'react';
import { parse } from './parse';
import { plainTree } from './plain';
import { Tree } from './Tree';

/** Markdown that was not prefetched: guidelines, previews. Shown as plain text for the moment that parsing takes. */
export function MarkdownText({ source }: { source: string }) {
  const [parsed, setParsed] = useState<{ source: string; tree: Root } | null>(null);
  useEffect(() => {
    let stale = false;
    void parse(source).then((tree) => {
      if (!stale) setParsed({ source, tree });
    });
    return () => {
      stale = true;
    };
  }, [source]);
  return <Tree tree={parsed?.tree ?? plainTree(source)} />;
}
