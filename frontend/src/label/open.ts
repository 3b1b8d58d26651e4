/**
 * What lies over or beside the item: the help sheet, the reason for a skip, the guidelines, the thread with the manager,
 * all commands, the differences between responses, a picture by its handle, something done by its id (null: the last).
 */
export type Open =
  | 'help'
  | 'skip'
  | 'guidelines'
  | 'comment'
  | 'flag'
  | 'palette'
  | 'differences'
  | { zoom: string }
  | { done: string | null }
  | null;
