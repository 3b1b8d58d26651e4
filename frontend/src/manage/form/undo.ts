import { createContext, useContext } from 'react';
import type { DraftForm } from './draft';

export type Edit = (draft: DraftForm) => DraftForm;
/** `fields` are those whose errors the edit may have mended. */
export type OnEdit = (edit: Edit, fields?: readonly string[]) => void;

/** Offers to take a removal back: what was removed, and the edit that puts it back. */
type Offer = (title: string, undo: Edit) => void;
export const UndoContext = createContext<Offer>(() => {});
export const useUndo = (): Offer => useContext(UndoContext);
