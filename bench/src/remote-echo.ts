/** A remote for the tests: it answers, complains, tells and dies when asked to. */
import { serve } from './remote.ts';

export type EchoCalls = {
  echo(text: string): string;
  complain(): never;
  tell(text: string): void;
  die(): void;
};
export interface EchoEvents {
  told: string;
}

const calls: EchoCalls = {
  echo: (text) => text,
  complain() {
    throw new Error('no tea left');
  },
  tell: (text) => emit('told', text),
  die: () => process.exit(3),
};
const emit = serve<EchoEvents>(calls);
