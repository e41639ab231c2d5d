/**
 * Makes packages/media/assets/sample.opus, the sound of a station without a mixer: calm bells, synthesised here, of no
 * known tune. Needs opusenc (opus-tools). Run it only to change the sample: `node scripts/make-sample.mjs`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const sampleRateHz = 48_000;
const lengthSeconds = 12;
const target = fileURLToPath(new URL('../packages/media/assets/sample.opus', import.meta.url));

/** A bell's partials: multiple of its pitch, loudness, and seconds until they have faded to 1/e. */
const partials = [
  { multiple: 0.5, level: 0.25, fadeSeconds: 1.9 },
  { multiple: 1, level: 0.6, fadeSeconds: 1.5 },
  { multiple: 1.19, level: 0.14, fadeSeconds: 1.1 },
  { multiple: 2, level: 0.3, fadeSeconds: 0.8 },
  { multiple: 2.74, level: 0.12, fadeSeconds: 0.45 },
  { multiple: 4.1, level: 0.05, fadeSeconds: 0.25 },
];

/** When each bell is struck, how high and how hard: one step of a slow, uneven walk over five notes. */
const strikes = [
  { at: 0.15, hz: 293.66, level: 0.9 },
  { at: 1.65, hz: 440, level: 0.7 },
  { at: 3.05, hz: 369.99, level: 0.75 },
  { at: 4.75, hz: 329.63, level: 0.8 },
  { at: 6.1, hz: 493.88, level: 0.6 },
  { at: 7.75, hz: 220, level: 0.9 },
  { at: 9.2, hz: 369.99, level: 0.65 },
  { at: 10.55, hz: 246.94, level: 0.8 },
];

/** What rings on past the end is folded onto the beginning, so that the loop has no seam. */
function synthesise() {
  const length = lengthSeconds * sampleRateHz;
  const sound = new Float64Array(length);
  for (const strike of strikes) {
    const start = Math.round(strike.at * sampleRateHz);
    for (let index = 0; index < length; index += 1) {
      const place = (start + index) % length;
      sound[place] += bellAt(index / sampleRateHz, strike);
    }
  }
  return sound;
}

function bellAt(seconds, { hz, level }) {
  const attack = Math.min(1, seconds / 0.012);
  let sum = 0;
  for (const partial of partials) {
    sum +=
      partial.level *
      Math.exp(-seconds / partial.fadeSeconds) *
      Math.sin(2 * Math.PI * hz * partial.multiple * seconds);
  }
  return attack * level * sum;
}

function toPcm16(sound) {
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const pcm = Buffer.alloc(sound.length * 2);
  for (const [index, sample] of sound.entries()) {
    pcm.writeInt16LE(Math.round((sample / peak) * 0.6 * 32_767), index * 2);
  }
  return pcm;
}

const result = spawnSync(
  'opusenc',
  ['--quiet', '--raw', '--raw-rate', String(sampleRateHz), '--raw-chan', '1']
    .concat(['--bitrate', '64', '--framesize', '20', '--comp', '10', '--discard-comments', '--serial', '1'])
    .concat(['-', target]),
  { input: toPcm16(synthesise()), stdio: ['pipe', 'inherit', 'inherit'] },
);
if (result.error) throw result.error;
process.exitCode = result.status ?? 1;
