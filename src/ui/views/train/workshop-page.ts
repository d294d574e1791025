/** The page, as the workshop knows it. */
import type { UrlState } from '../../../url/fields';
import type { Messages } from '../../../words';
import type { Offer } from '../../shell/offer.svelte';

export interface WorkshopPage {
  readonly settings: UrlState;
  readonly offer: Pick<Offer, 'verifiers' | 'heads' | 'addHead' | 'scaleOf'>;
  readonly messages: Messages;
  readonly isBusy: boolean;
  change(patch: Partial<UrlState>): void;
  refuse(sentence: string | null): void;
  /** Whether a reader may begin a search: an author may have hidden or locked *Run*. */
  readonly mayRun: boolean;
  tryRun(): Promise<void>;
}
