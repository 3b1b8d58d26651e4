/** What lies over or beside the item: the help sheet, the reason for a skip, the guidelines, a picture by its handle. */
export type Open = 'help' | 'skip' | 'guidelines' | { zoom: string } | null;
