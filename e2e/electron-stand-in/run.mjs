// node run.mjs MAIN [args]: runs a main bundle as Electron would. As there, `ready` comes only after the main module
// has been evaluated, so a top-level `await app.whenReady()` hangs here too.
import { pathToFileURL } from 'node:url';

const [, , main] = process.argv;
process.argv.splice(1, 1);
process.type = 'browser';
Object.defineProperty(process.versions, 'electron', { value: '45.0.0-stand-in' });
let loaded;
globalThis.__standInMainLoaded = new Promise((done) => {
  loaded = done;
});
await import('./register.mjs');
// The system that the app believes to run on; the stand-in itself, and the engine, go on knowing the real one.
const system = process.env.STANDIN_SYSTEM;
if (system) Object.defineProperty(process, 'platform', { value: system });
await import(pathToFileURL(main).href);
loaded();
