import type { Root } from 'hast';
import type { Answer, Assignment, Content, Form, Scope } from '../api/types';
import { loadKinds } from '../questions/kinds';
import type { Drafts } from '../queue/drafts';
import type { KeptPictures } from '../queue/pictures';
import { loadFormulas } from '../text/Formula';
import { parse } from '../text/parse';
import { Item } from './item';
import { Sketches } from './sketches';
import { Stopwatch } from './stopwatch';

export type Picture = { url: string; width: number; height: number };

/** An item that only waits to be shown: texts parsed, pictures decoded, the draft restored. */
export type Ready = {
  assignment: Assignment;
  /** Parsed texts by place: `prompt`, `text`, `messages.m1`, `context.c1`, `responses.r1`. */
  trees: ReadonlyMap<string, Root>;
  /** Decoded pictures by handle. Held here, so that the browser does not forget them before they are shown. */
  pictures: ReadonlyMap<string, Picture>;
  item: Item;
  watch: Stopwatch;
  release: () => void;
};

/** The texts of an item by place. */
export function textsOf(content: Content): [string, string][] {
  const named = (
    part: string,
    list: readonly { id: string; text?: string }[] | undefined,
  ): [string, string][] => (list ?? []).map(({ id, text }) => [`${part}.${id}`, text ?? '']);
  return [
    ['prompt', content.prompt?.text ?? ''],
    ['text', content.text ?? ''],
    ...named('messages', content.messages),
    ...named('context', content.context),
    ...named('responses', content.responses),
  ].filter(([, text]) => text !== '') as [string, string][];
}

/** `kept`: where its pictures wait for a reload without a network. */
export async function prepare(assignment: Assignment, drafts?: Drafts, kept?: KeptPictures): Promise<Ready> {
  const [trees, pictures, draft] = await Promise.all([
    parseAll(assignment.form, assignment.content),
    loadPictures(assignment, kept),
    drafts?.load(assignment.id, assignment.draft) ?? { answers: [], seconds: 0, sketches: {} },
    loadKinds(assignment.form),
  ]);
  const watch = new Stopwatch(draft.seconds);
  const item = new Item(
    assignment,
    draft.answers,
    (answers) => drafts?.change(assignment.id, answers, watch.seconds()),
    new Sketches(draft.sketches, (all) => drafts?.sketch(assignment.id, all, watch.seconds())),
  );
  return readyFrom(assignment, trees, pictures, item, watch);
}

/**
 * What was done, to be looked at: as it was, and nothing in it changes. `positions`: every text knows its places, so that
 * something can be said about a part of it.
 */
export async function prepareDone(
  assignment: Assignment,
  answers: readonly Answer[],
  positions = false,
): Promise<Ready> {
  const [trees, pictures] = await Promise.all([
    parseAll(assignment.form, assignment.content, positions),
    loadPictures(assignment),
    loadKinds(assignment.form),
  ]);
  return readyFrom(assignment, trees, pictures, new Item(assignment, answers, null), new Stopwatch());
}

function readyFrom(
  assignment: Assignment,
  trees: ReadonlyMap<string, Root>,
  pictures: ReadonlyMap<string, Loaded>,
  item: Item,
  watch: Stopwatch,
): Ready {
  return {
    assignment,
    trees,
    pictures: new Map([...pictures].map(([handle, { picture }]) => [handle, picture])),
    item,
    watch,
    release: () => {
      for (const { free } of pictures.values()) free();
    },
  };
}

async function parseAll(form: Form, content: Content, positions = false): Promise<Map<string, Root>> {
  const texts = textsOf(content);
  const marked = new Set(form.questions.flatMap(({ kind, scope }) => (kind === 'spans' ? [scope] : [])));
  const trees = await Promise.all(
    texts.map(([place, text]) => parse(text, 'kept', positions || marked.has(place.split('.')[0] as Scope))),
  );
  if (texts.some(([, text]) => /\$|\\[([]/.test(text))) await loadFormulas();
  return new Map(texts.map(([place], at) => [place, trees[at] as Root]));
}

type Loaded = { picture: Picture; free: () => void };
async function loadPictures({ id, assets }: Assignment, kept?: KeptPictures): Promise<Map<string, Loaded>> {
  const handles = Object.entries(assets ?? {});
  const loaded = await Promise.all(
    handles.map(([handle, asset]) => loadPicture(asset, kept && keeperOf(kept, id, handle))),
  );
  return new Map(handles.map(([handle], at) => [handle, loaded[at] as Loaded]));
}

type Keeper = { get: () => Promise<Blob | undefined>; put: (picture: Blob) => void };
const keeperOf = (kept: KeptPictures, assignment: string, handle: string): Keeper => ({
  get: () => kept.get(assignment, handle),
  put: (picture) => kept.put(assignment, handle, picture),
});

/**
 * The picture as a local copy: its signed address may run out before its turn comes. If no copy can be had, neither from
 * the network nor from this machine, the address itself is used.
 */
async function loadPicture({ url, width, height }: Picture, keeper?: Keeper): Promise<Loaded> {
  const fetched = await fetch(url)
    .then((response) => (response.ok ? response.blob() : null))
    .catch(() => null);
  if (fetched) keeper?.put(fetched);
  const copy = fetched ?? (await keeper?.get());
  const local = copy ? URL.createObjectURL(copy) : url;
  const image = new Image();
  image.src = local;
  await image.decode().catch(() => undefined);
  return {
    picture: { url: local, width, height },
    free: () => {
      image.src = '';
      if (copy) URL.revokeObjectURL(local);
    },
  };
}
