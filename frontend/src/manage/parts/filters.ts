import { useSearchParams } from 'wouter';

/**
 * The page's filters live in its address, so that a filtered list can be bookmarked, shared and left by the back button.
 * A filter that says what `empty` says is not written.
 */
export function useFilters<Filters extends Record<string, string>>(
  empty: Filters,
): readonly [Filters, (change: Partial<Filters>) => void] {
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(
    Object.entries(empty).map(([name, value]) => [name, search.get(name) ?? value]),
  ) as Filters;
  const change = (next: Partial<Filters>): void =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(next))
          if (value === undefined || value === empty[name]) after.delete(name);
          else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return [filters, change];
}
