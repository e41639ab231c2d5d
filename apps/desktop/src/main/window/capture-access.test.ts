import { describe, expect, test } from 'vitest';

import { CaptureAccess, type CaptureAccessOptions } from './capture-access.ts';

type Microphone = NonNullable<CaptureAccessOptions['microphone']>;
type Status = ReturnType<Microphone['getMediaAccessStatus']>;

function setUp(microphone: Microphone | null = null, fails = false) {
  const ran: unknown[] = [];
  const logged: string[] = [];
  const access = new CaptureAccess({
    contents: {
      executeJavaScript: (...args) => {
        ran.push(args);
        return fails ? Promise.reject(new Error('the page is gone')) : Promise.resolve(0);
      },
    },
    microphone,
    log: (line) => logged.push(line),
  });
  return { access, ran, logged };
}

describe('the system’s sound', () => {
  test('is prepared by a script that counts as a gesture, before each try', async () => {
    const { access, ran } = setUp();
    expect(await access.prepare('system-sound')).toBe(true);
    expect(await access.prepare('system-sound')).toBe(true);
    expect(ran).toEqual([
      ['0', true],
      ['0', true],
    ]);
  });

  test('that cannot be prepared is tried all the same', async () => {
    const { access, logged } = setUp(null, true);
    expect(await access.prepare('system-sound')).toBe(true);
    expect(logged).toEqual(['a capture could not be prepared: Error: the page is gone']);
  });
});

describe('the microphone', () => {
  test('needs nothing where nobody is asked', async () => {
    const { access, ran } = setUp();
    expect(await access.prepare('microphone')).toBe(true);
    expect(ran).toEqual([]);
  });

  test('is asked for on macOS before the first capture, and what was said is told once', async () => {
    let status: Status = 'not-determined';
    let asked = 0;
    const { access, logged } = setUp({
      getMediaAccessStatus: () => status,
      askForMediaAccess: () => {
        asked += 1;
        if (status === 'not-determined') status = 'denied';
        return Promise.resolve(false);
      },
    });
    expect(await access.prepare('microphone')).toBe(false);
    expect(await access.prepare('microphone')).toBe(false);
    status = 'granted';
    expect(await access.prepare('microphone')).toBe(true);
    expect(asked).toBe(2);
    expect(logged).toEqual(['macOS forbids the microphone', 'macOS allows the microphone']);
  });
});
