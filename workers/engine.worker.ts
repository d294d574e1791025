/** Thin entry of the engine's thread. */
import { expose } from 'comlink';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import { Engine } from './engine';

installErrorTransfer();
expose(new Engine());
