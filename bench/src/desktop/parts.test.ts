import { expect, test } from 'vitest';

import { countedParts, partOf } from './parts.ts';

const chromium = '/usr/lib/chromium/chromium';
const engine = '/app/out/main/engine.js';

test.each([
  ['page', [chromium, '--type=renderer', '--lang=en-US']],
  ['standIn', [chromium, '--type=renderer', '--extension-process', '--lang=en-US']],
  ['standIn', [chromium, '--type=renderer', '--top-chrome-webui']],
  ['helpers', [chromium, '--type=gpu-process']],
  ['helpers', [chromium, '--type=zygote']],
  ['helpers', [chromium, '--type=utility', '--utility-sub-type=audio.mojom.AudioService']],
  ['engine', ['/app/mauzin', '--type=utility', '--utility-sub-type=node.mojom.NodeService']],
  ['engine', ['/usr/bin/node', '--import', 'file:///shim.mjs', engine, '/app/out/listener']],
  ['standIn', [chromium, '--headless', '--remote-debugging-port=0']],
  ['standIn', ['/usr/lib/chromium/chrome_crashpad_handler', '--monitor-self']],
] as const)('%s: %s', (part, args) => {
  expect(partOf(args, false)).toBe(part);
});

test('the main process is listed under the stand-in, and counted on Electron', () => {
  expect(partOf(['/usr/bin/node', 'run.mjs', engine], true)).toBe('main');
  expect(countedParts('stand-in')).not.toContain('main');
  expect(countedParts('electron')).toContain('main');
});
