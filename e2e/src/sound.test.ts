import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestSilenceMs } from './gaps.ts';
import { compareSound } from './hear.ts';
import { levelAt, rmsDbfs } from './level.ts';
import { play } from './play.ts';
import { type Pulse, startPulse } from './pulse.ts';
import { record } from './record.ts';
import { durationMs, slice, speech, tone, wandering } from './sound.ts';

let pulse: Pulse;
beforeAll(async () => {
  pulse = await startPulse();
});
afterAll(() => pulse?.stop());

test('makes speech that is long and loud enough to compare', async () => {
  const clip = await speech();
  expect(clip.rateHz).toBe(48_000);
  expect(durationMs(clip)).toBeGreaterThan(10_000);
  expect(durationMs(clip)).toBeLessThan(25_000);
  expect(rmsDbfs(clip)).toBeGreaterThan(-25);
});

test('a wandering voice has no pause, one level, and never the same second twice', () => {
  const voice = wandering(8);
  expect(rmsDbfs(voice)).toBeCloseTo(-12, 1);
  expect(longestSilenceMs(voice)).toBe(0);
  const late = { ...voice, samples: voice.samples.subarray(0, 6.5 * voice.rateHz) };
  const { delayMs, matched } = compareSound(slice(voice, 900, 5_000), late, { maxDelayMs: 1_500 });
  expect(matched).toBe(1);
  expect(delayMs!.p95).toBeCloseTo(900, 0);
});

test('what is played into a mixer is recorded from it, by two taps that agree on the time', async () => {
  const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
  const recording = await record(pulse, [mixer.sink, pulse.speakers]);
  const second = await record(pulse, [mixer.sink, mixer.sink]);
  const clip = slice(await speech(), 0, 7000);
  const playing = await play(pulse, mixer.sink, clip);
  await playing.done;
  await expect.poll(() => rmsDbfs(second.latest(mixer.sink, 2500)), { timeout: 10_000 }).toBeLessThan(-100);
  const [heard, speakers] = await recording.stop();
  const [one, other] = await second.stop();

  const fromClip = compareSound(clip, heard!, { maxDelayMs: 3000 });
  expect(fromClip).toMatchObject({ matched: 1, gaps: [] });
  expect(Math.abs(fromClip.levelDb!)).toBeLessThan(0.5);

  const together = compareSound(one!, other!);
  expect(together.matched).toBe(1);
  expect(Math.abs(together.delayMs!.median)).toBeLessThan(30);
  expect(one!.samples.length).toBe(other!.samples.length);
  expect(rmsDbfs(speakers!)).toBeLessThan(-100);
  await mixer.remove();
});

test('repeats a tone without a seam until it is stopped', async () => {
  const phone = await pulse.addPhone('phone');
  const playing = await play(pulse, phone.sink, tone({ frequencyHz: 440, seconds: 0.3 }), { repeat: true });
  const recording = await record(pulse, [phone.sink]);
  await expect
    .poll(() => levelAt(recording.latest(phone.sink, 1500), 440), { timeout: 10_000 })
    .toBeGreaterThan(-16);
  expect(longestSilenceMs(recording.latest(phone.sink, 1000))).toBeLessThanOrEqual(20);
  await playing.stop();
  await expect
    .poll(() => levelAt(recording.latest(phone.sink, 300), 440), { timeout: 10_000 })
    .toBeLessThan(-80);
  await recording.stop();
  await phone.remove();
});

test('lists a mixer by its name until it is removed', async () => {
  const mixer = await pulse.addMixer('desk', 'Imam’s desk');
  expect(await pulse.pactl('list', 'sources')).toContain('Description: Imam’s desk');
  await mixer.remove();
  await mixer.remove();
  expect(await pulse.pactl('list', 'sources')).not.toContain('desk');
  await expect(pulse.addMixer('bad', 'A "quoted" name')).rejects.toThrow('quotes');
});

test('says why it could not play or record', async () => {
  const sound = tone({ frequencyHz: 440, seconds: 0.1 });
  await expect(play(pulse, 'nowhere', sound)).rejects.toThrow(/Playing into nowhere failed/);
  await expect(record(pulse, ['nowhere'])).rejects.toThrow(/Recording nowhere failed/);
});

test('two daemons live side by side and stop completely', async () => {
  const other = await startPulse();
  await other.addMixer('elsewhere', 'Elsewhere');
  expect(await pulse.pactl('list', 'short', 'sources')).not.toContain('elsewhere');
  await other.stop();
  await other.stop();
  await expect(other.pactl('info')).rejects.toThrow('pactl');
});
