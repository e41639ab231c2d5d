import { EventEmitter } from 'node:events';
import { isReady } from './readiness.ts';
import { rules } from './rules.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What the list says against a call now and here; null: nothing. */
export function objectionTo(call: string): string | null {
  const rule = rules[call];
  if (!rule) return 'it is not on the list of calls (electron-stand-in/rules.ts)';
  if (rule.only && !rule.only.includes(process.platform)) {
    return `it exists on ${rule.only.join(' and ')} only, and this is ${process.platform}`;
  }
  if (rule.when === 'before-ready' && isReady()) return 'it may only be called before the app is ready';
  if (rule.when === 'once-ready' && !isReady()) return 'it may only be called once the app is ready';
  return null;
}

/** What the app is refused is also printed: whoever started it sees it in its output, even if the app goes on. */
export const refusal = 'stand-in refuses';

/** Throws also where Electron would do nothing, or something else, in silence. */
export function demand(call: string): void {
  const objection = objectionTo(call);
  if (objection === null) return;
  console.error(`${refusal} ${call}: ${objection}`);
  throw new Error(`${call}: ${objection}`);
}

/** Emitters: what is listened to is a call of its own, `window.on(close)`. */
const listening = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);
const ofEmitters: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(EventEmitter.prototype));

/** Holds each method of an object, or of a class's prototype, to the list. */
function hold(name: string, holder: object): void {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
    if (typeof value !== 'function' || key === 'constructor' || ofEmitters.has(key)) continue;
    const method = value as Method;
    if (!rules[`${name}.${key}`]) {
      throw new Error(`The stand-in has ${name}.${key}, of which electron-stand-in/rules.ts says nothing`);
    }
    const held: Method = function held(...args) {
      demand(`${name}.${key}`);
      return method.apply(this, args);
    };
    Object.defineProperty(holder, key, { value: held, writable: true, configurable: true });
  }
}

function holdListening(name: string, holder: EventEmitter): void {
  for (const key of listening) {
    const method = (holder as unknown as Record<string, Method>)[key];
    const held: Method = function held(event, ...args) {
      if (!rules[`${name}.on`]) demand(`${name}.on(${String(event)})`);
      return method?.call(this, event, ...args);
    };
    Object.defineProperty(holder, key, { value: held, writable: true, configurable: true });
  }
}

/** One of Electron's modules. */
export function holdModule(name: string, module: object): void {
  hold(name, module);
  const kind = Object.getPrototypeOf(module) as object;
  if (kind !== Object.prototype && kind !== EventEmitter.prototype) hold(name, kind);
  if (module instanceof EventEmitter) holdListening(name, module);
}

/** One of Electron's classes. */
export function holdClass(
  name: string,
  kind: { readonly prototype: object },
  statics: readonly string[] = [],
): void {
  hold(name, kind.prototype);
  if (kind.prototype instanceof EventEmitter) holdListening(name, kind.prototype);
  for (const key of statics) {
    const method = (kind as unknown as Record<string, Method>)[key];
    const held: Method = (...args) => {
      demand(`${name}.${key}`);
      return method?.apply(kind, args);
    };
    Object.defineProperty(kind, key, { value: held, writable: true, configurable: true });
  }
}
