/** Values under keys that outlive the page: one object store of IndexedDB, opened for each thing that is done with it. */

/** All reject where the browser gives no storage, as in a sandboxed frame. */
export interface BrowserTable {
  /** In rising order. */
  keys(): Promise<readonly unknown[]>;
  /** Undefined where there is none. */
  get(key: IDBValidKey): Promise<unknown>;
  put(key: IDBValidKey, value: unknown): Promise<void>;
  /** Those that are not there are no error. */
  remove(keys: readonly IDBValidKey[]): Promise<void>;
}

const STORE = 'values';
/** So long it is waited for a database to be opened, which takes milliseconds. */
export const PATIENCE_MS = 5000;

/**
 * @param name of the database. Every page of an origin sees all of its databases: name it by the site.
 * @param storage may throw
 */
export function browserTable(name: string, storage: () => IDBFactory): BrowserTable {
  const use = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => () => T): Promise<T> => {
    const database = await opened(storage(), name);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const result = work(transaction.objectStore(STORE));
        const fail = (): void => reject(transaction.error ?? new Error(`${name} was not changed.`));
        transaction.oncomplete = () => resolve(result());
        transaction.onerror = fail;
        transaction.onabort = fail;
      });
    } finally {
      database.close();
    }
  };
  return {
    keys: () => use('readonly', (store) => resultOf(store.getAllKeys())),
    get: (key) => use('readonly', (store): (() => unknown) => resultOf(store.get(key))),
    put: (key, value) => use('readwrite', (store) => nothing(store.put(value, key))),
    remove: (keys) => use('readwrite', (store) => nothing(keys.map((key) => store.delete(key)))),
  };
}

const resultOf =
  <T>(request: IDBRequest<T>) =>
  (): T =>
    request.result;
const nothing = (_: unknown) => (): void => undefined;

function opened(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const request = factory.open(name, 1);
    const fail = (error: DOMException | null = null): void =>
      reject(error ?? new Error(`${name} could not be opened.`));
    // Some browsers whose storage is broken never answer.
    const patience = setTimeout(() => {
      isLate = true;
      fail();
    }, PATIENCE_MS);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      clearTimeout(patience);
      if (isLate) request.result.close();
      else resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(patience);
      fail(request.error);
    };
  });
}
