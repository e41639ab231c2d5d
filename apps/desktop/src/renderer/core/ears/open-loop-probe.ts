import { loopRate, probeSamples } from './loop-tones.ts';
import type { LoopProbe } from './loop-watch.ts';

/** Plays the probe's soft tones on an output (empty: the system's own choice). Its graph is its own, as the alarm tone's is. */
export async function openLoopProbe(outputId: string): Promise<LoopProbe> {
  const context = new AudioContext({ latencyHint: 'playback', sampleRate: loopRate });
  try {
    if (outputId !== '') await context.setSinkId(outputId);
    const samples = probeSamples();
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: loopRate });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.connect(context.destination);
    source.start();
    await context.resume();
  } catch (error) {
    await context.close();
    throw error;
  }
  return { close: () => void context.close().catch(() => undefined) };
}
