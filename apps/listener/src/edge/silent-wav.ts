const sampleRate = 8_000;
const seconds = 1;
const headerBytes = 44;

/** One second of silence as a WAV file (PCM, 8 bit, mono): what the element plays while nothing is on the air. */
export function silentWav(): Blob {
  const samples = sampleRate * seconds;
  const bytes = new Uint8Array(headerBytes + samples).fill(128, headerBytes); // unsigned: 128 is the middle
  const view = new DataView(bytes.buffer);
  const tag = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  tag(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + samples, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // length of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate, true); // bytes a second
  view.setUint16(32, 1, true); // bytes a sample
  view.setUint16(34, 8, true); // bits a sample
  tag(36, 'data');
  view.setUint32(40, samples, true);
  return new Blob([bytes], { type: 'audio/wav' });
}
