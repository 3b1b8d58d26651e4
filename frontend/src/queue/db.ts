import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/** Whose records these are. Nobody else in this browser reads, counts or sends them. */
export type Owner = { user: string; organisation: string };

/**
 * A table in IndexedDB whose records belong to one user in one organisation: the owner is the front of every key, and
 * every read is a range over it.
 */
export class OwnedTable<Value> {
  readonly #owner: Owner;
  readonly #store: UseStore;

  constructor(name: TableName, owner: Owner) {
    this.#owner = owner;
    this.#store = storeOf(name);
  }
  #key(id: string): IDBValidKey {
    return [this.#owner.user, this.#owner.organisation, id];
  }
  #range(): IDBKeyRange {
    const front = [this.#owner.user, this.#owner.organisation];
    return IDBKeyRange.bound(front, [...front, []]);
  }
  get(id: string): Promise<Value | undefined> {
    return this.#store('readonly', (store) => promisifyRequest<Value | undefined>(store.get(this.#key(id))));
  }
  /** Resolves when the record is on disk. */
  put(id: string, value: Value): Promise<void> {
    return this.#store('readwrite', (store) => {
      store.put(value, this.#key(id));
      return promisifyRequest(store.transaction);
    });
  }
  delete(id: string): Promise<void> {
    return this.#store('readwrite', (store) => {
      store.delete(this.#key(id));
      return promisifyRequest(store.transaction);
    });
  }
  all(): Promise<Value[]> {
    return this.#store('readonly', (store) => promisifyRequest<Value[]>(store.getAll(this.#range())));
  }
  async ids(): Promise<string[]> {
    const keys = await this.#store('readonly', (store) =>
      promisifyRequest<IDBValidKey[]>(store.getAllKeys(this.#range())),
    );
    return keys.map((key) => String((key as IDBValidKey[])[2]));
  }
}

/** Every table of this product. */
const TABLES = ['outbox', 'drafts', 'work', 'comments', 'pictures', 'rulings', 'opinions'] as const;
export type TableName = (typeof TABLES)[number];

/** Deletes what a person has in this browser, in all organisations. */
export async function eraseUser(user: string): Promise<void> {
  await Promise.all(
    TABLES.map((name) =>
      storeOf(name)('readwrite', (store) => {
        store.delete(IDBKeyRange.bound([user], [user, []]));
        return promisifyRequest(store.transaction);
      }),
    ),
  );
}

const stores = new Map<string, UseStore>();
function storeOf(name: TableName): UseStore {
  const open = stores.get(name) ?? createStore(`concord-${name}`, name);
  stores.set(name, open);
  return open;
}
