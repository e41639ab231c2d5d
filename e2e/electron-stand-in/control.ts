import { runInThisContext } from 'node:vm';
import { recordedCalls } from './calls.ts';

/** What a test may ask of the stand-in's main process, over the channel that it was forked with. */
export type ControlRequest =
  | { readonly type: 'evaluate'; readonly id: number; readonly fn: string; readonly arg: unknown }
  | { readonly type: 'calls'; readonly id: number }
  | { readonly type: 'quit'; readonly id: number };

export type ControlReply =
  | { readonly type: 'stand-in:ready'; readonly endpoint: string }
  | { readonly type: 'stand-in:result'; readonly id: number; readonly ok: unknown }
  | { readonly type: 'stand-in:result'; readonly id: number; readonly error: string };

/** `electron` is what a function to evaluate gets as its first argument, as with Playwright's `_electron`. */
export function serveControl(electron: { readonly app: { quit(): void } }): void {
  const handle = async (request: ControlRequest): Promise<unknown> => {
    switch (request.type) {
      case 'evaluate': {
        const evaluated: unknown = runInThisContext(`(${request.fn})`);
        return await (evaluated as (electron: unknown, arg: unknown) => unknown)(electron, request.arg);
      }
      case 'calls':
        return JSON.parse(JSON.stringify(recordedCalls()));
      case 'quit':
        return electron.app.quit();
    }
  };
  const reply = (message: ControlReply): void => void (process.connected && process.send?.(message));
  process.on('message', (request: ControlRequest) => {
    const { id } = request;
    void handle(request).then(
      (ok) => reply({ type: 'stand-in:result', id, ok }),
      (error: unknown) => reply({ type: 'stand-in:result', id, error: String(error) }),
    );
  });
  process.once('SIGTERM', () => electron.app.quit());
  process.once('SIGINT', () => electron.app.quit());
  process.once('disconnect', () => process.exit(1)); // the test is gone: nobody would end this
}
