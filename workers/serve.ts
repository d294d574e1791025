/** What both entries of the engine's thread do. */
import { expose } from 'comlink';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import { PackEngine } from './pack-engine';
import { useOrt, type Ort } from './ort';

export function serve(flavour: Ort): void {
  useOrt(flavour);
  installErrorTransfer();
  expose(new PackEngine());
}
