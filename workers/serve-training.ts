/** What both entries of the workshop's thread do. */
import { expose } from 'comlink';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import { useOrt, type Ort } from './ort';
import { TrainEngine } from './train-engine';

export function serveTraining(flavour: Ort): void {
  useOrt(flavour);
  installErrorTransfer();
  expose(new TrainEngine());
}
