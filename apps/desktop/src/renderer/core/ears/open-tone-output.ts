import type { ToneOutput } from './alarm-tone.ts';

/** A third down, like a door bell: it is noticed without a start. Hz, and when each begins, s. */
const notes = [
  { frequency: 880, atS: 0 },
  { frequency: 698, atS: 0.25 },
] as const;
const noteS = 0.5;
const attackS = 0.02;
/** Soft: −18 dBFS at its loudest. */
const loudest = 0.125;
const nothing = 0.000_1;

/** Opens the system's default output for the alarm's tone. Its graph is its own: nothing of it can reach the mix. */
export function openToneOutput(): ToneOutput {
  const context = new AudioContext({ latencyHint: 'playback' });
  return {
    play() {
      for (const { atS, frequency } of notes) playNote(context, frequency, context.currentTime + 0.05 + atS);
    },
    close() {
      void context.close().catch(() => undefined);
    },
  };
}

function playNote(context: AudioContext, frequency: number, fromS: number): void {
  const tone = new OscillatorNode(context, { frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(nothing, fromS);
  loudness.gain.exponentialRampToValueAtTime(loudest, fromS + attackS);
  loudness.gain.exponentialRampToValueAtTime(nothing, fromS + noteS);
  tone.connect(loudness).connect(context.destination);
  tone.start(fromS);
  tone.stop(fromS + noteS);
}
