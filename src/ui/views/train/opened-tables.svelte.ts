/** Tables of trainings that came in files, which stand beside those of the page. */
import { fill } from '../../../words';
import type { OpenedTable } from './table-file';
import type { WorkshopPage } from './workshop-page';

export class OpenedTables {
  readonly #page: Pick<WorkshopPage, 'messages' | 'refuse'>;
  #all = $state.raw<readonly OpenedTable[]>([]);

  constructor(page: Pick<WorkshopPage, 'messages' | 'refuse'>) {
    this.#page = page;
  }

  get all(): readonly OpenedTable[] {
    return this.#all;
  }

  /** Opens a table beside that of the page. What is none is said on the page; false then. */
  async open(file: File): Promise<boolean> {
    const page = this.#page;
    const { readTable } = await import('./table-file');
    const table = await readTable(file);
    const isRead = typeof table === 'object';
    if (isRead) this.#all = [...this.#all.filter(({ name }) => name !== table.name), table];
    const { notOpened, tableFaults } = page.messages.train;
    page.refuse(isRead ? null : fill(notOpened, { message: tableFaults[table] }, page.messages.language));
    return isRead;
  }
  close(table: OpenedTable): void {
    this.#all = this.#all.filter((known) => known !== table);
  }
}
