type Page<Row> = { results: Row[]; next: string | null };

/** Every row of a list that is known to be short (clients, members, projects); stops at a hundred pages. */
export async function everyPage<Row>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < 100; count++) {
    const { results, next } = await page({ limit: 100, ...(cursor ? { cursor } : {}) });
    rows.push(...results);
    if (!next) break;
    cursor = next;
  }
  return rows;
}
