import { scryptSync } from 'node:crypto';

import { normalAccessCode } from '@mauzin/shared';
import { beforeAll, describe, expect, it } from 'vitest';

import { hashAccessCode, type Stretch, stretchByScrypt } from './access-code.ts';
import { CodeCheck, type CodeVerdict } from './code-check.ts';
import { Turns } from './turns.ts';
import { quickStretch } from '../testing/quick-stretch.ts';

let codeHash = '';
beforeAll(async () => {
  codeHash = await hashAccessCode('123456', undefined, quickStretch);
});

/** A check whose stretching is counted. */
function setUp(mayTry: (address: string) => boolean = () => true, by: Stretch = quickStretch) {
  const stretched: string[] = [];
  const wrong: string[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const check = new CodeCheck({
    codeHash,
    stretch: async (code, salt) => {
      stretched.push(code);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      const hash = await by(code, salt);
      atOnce -= 1;
      return hash;
    },
    inTurn: new Turns().take,
    mayTry: ({ guest }) => mayTry(guest),
    onWrong: (askers) => wrong.push(askers.map(({ guest }) => guest).join()),
  });
  const judge = (code: string, guest: string): Promise<CodeVerdict> =>
    check.judge(code, { guest, site: null });
  return { check: { judge }, stretched, wrong, mostAtOnce: () => mostAtOnce };
}

const judgeAll = (
  check: Pick<ReturnType<typeof setUp>['check'], 'judge'>,
  codes: readonly string[],
  address = 'a',
): Promise<CodeVerdict[]> => Promise.all(codes.map((code) => check.judge(code, address)));

describe('stretching', () => {
  it('is done once for three hundred phones that bring the right code at once, and never again', async () => {
    const { check, stretched } = setUp();
    const typed = Array.from({ length: 300 }, (_, index) => ['123456', '123 456', '١٢٣٤٥٦'][index % 3] ?? '');
    expect(new Set(await judgeAll(check, typed))).toEqual(new Set(['right']));
    expect(stretched).toEqual(['123456']);
    expect(await judgeAll(check, ['123456', '654321', '111111'])).toEqual(['right', 'wrong', 'wrong']);
    expect(stretched).toEqual(['123456']);
  });

  it('is done once for a wrong code, which is counted once however often it is sent', async () => {
    const { check, stretched, wrong } = setUp();
    expect(
      new Set(
        await judgeAll(
          check,
          Array.from({ length: 50 }, () => '000000'),
        ),
      ),
    ).toEqual(new Set(['wrong']));
    expect(await check.judge('00-00-00', 'b')).toBe('wrong');
    expect([stretched, wrong]).toEqual([['000000'], ['a']]);
    await check.judge('123456', 'a');
    expect(await check.judge('000000', 'a')).toBe('wrong');
    expect(wrong).toEqual(['a']);
  });

  it('tells once of a wrong code that many send at the same time, and who they were', async () => {
    const { check, wrong } = setUp();
    const guests = ['a', 'b', 'c', 'b'];
    expect(await Promise.all(guests.map((guest) => check.judge('000000', guest)))).toEqual(
      guests.map(() => 'wrong'),
    );
    expect(wrong).toEqual(['a,b,c']);
  });

  it('happens one at a time, and for so many different codes at most', async () => {
    const { check, stretched, mostAtOnce } = setUp();
    const guesses = Array.from({ length: 40 }, (_, index) => String(200_000 + index));
    const verdicts = await judgeAll(check, guesses);
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(20);
    expect(verdicts.filter((verdict) => verdict === 'not-looked-at')).toHaveLength(20);
    expect([stretched.length, mostAtOnce()]).toEqual([20, 1]);
  });

  it('leaves the thread of the sound free', async () => {
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await setUp(undefined, stretchByScrypt).check.judge('123456', 'a');
    done = true;
    // A blocking one would leave a turn or two; in a tenth of a second there are thousands.
    expect(turns).toBeGreaterThan(50);
  });

  it('stops for an address that may not try any more while it waits', async () => {
    const { check, stretched, wrong } = setUp((address) => address !== 'a' || wrong.length < 2);
    const verdicts = judgeAll(check, ['100001', '100002', '100003', '123456']);
    expect(await check.judge('100003', 'b')).toBe('wrong');
    expect(await verdicts).toEqual(['wrong', 'wrong', 'wrong', 'not-looked-at']);
    expect(stretched).toEqual(['100001', '100002', '100003']);
    expect(await check.judge('123456', 'a')).toBe('not-looked-at');
    expect(await check.judge('123456', 'b')).toBe('right');
    expect(await check.judge('123456', 'a')).toBe('not-looked-at');
  });

  it('that fails keeps no other code from its turn', async () => {
    let fails = true;
    const check = new CodeCheck({
      codeHash,
      stretch: (code, salt) => (fails ? Promise.reject(new Error('no memory')) : quickStretch(code, salt)),
      inTurn: new Turns().take,
      mayTry: () => true,
      onWrong: () => undefined,
    });
    const asker = { guest: 'a', site: null };
    await expect(check.judge('123456', asker)).rejects.toThrow('no memory');
    fails = false;
    expect(await check.judge('123456', asker)).toBe('right');
  });
});

it('what cannot be a code at all is wrong, and costs nothing', async () => {
  const { check, stretched, wrong } = setUp();
  expect(await judgeAll(check, ['', ' ', '123', '1-2 3', 'x'.repeat(65)])).toEqual(Array(5).fill('wrong'));
  expect([stretched, wrong]).toEqual([[], []]);
});

it('the same code and salt give the same hash, another code or salt another one', async () => {
  const salt = new Uint8Array(16).fill(7);
  const hash = await hashAccessCode('Noor 12', salt);
  expect(await hashAccessCode('noor-١٢', salt)).toBe(hash);
  // What it costs to try one.
  const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
  const stretched = scryptSync(normalAccessCode('Noor 12'), salt, 32, cost).toString('base64url');
  expect(hash).toBe(`scrypt:15:8:1:${Buffer.from(salt).toString('base64url')}:${stretched}`);
  expect(await hashAccessCode('noor13', salt)).not.toBe(hash);
  expect(await hashAccessCode('noor12')).not.toBe(hash);
  expect(hash).not.toContain(normalAccessCode('noor12'));
  await expect(hashAccessCode('123')).rejects.toThrow(RangeError);
});
