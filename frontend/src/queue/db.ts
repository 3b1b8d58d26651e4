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

  constructor(name: string, owner: Owner) {
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
}

const stores = new Map<string, UseStore>();
function storeOf(name: string): UseStore {
  const open = stores.get(name) ?? createStore(`concord-${name}`, name);
  stores.set(name, open);
  return open;
}
