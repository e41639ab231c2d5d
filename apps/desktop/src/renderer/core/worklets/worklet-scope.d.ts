/** What a worklet's module finds around it (Web Audio API §1.32); missing in TypeScript's DOM library. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  /** Called for each 128 frames. An input that nothing flows into has no channels. */
  abstract process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions?: unknown }) => AudioWorkletProcessor,
): void;
declare const sampleRate: number;
/** The first frame of the block that is being processed. */
declare const currentFrame: number;
