const headerBytes = 44;

/**
 * A WAV file (PCM, 16 bit, mono), which every browser plays.
 * @param sampleAt the sound, -1..1, at a time in s
 */
export function wav(sampleRate: number, seconds: number, sampleAt: (atS: number) => number): Blob {
  const samples = Math.round(sampleRate * seconds);
  const dataBytes = samples * 2;
  const view = new DataView(new ArrayBuffer(headerBytes + dataBytes));
  const tag = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  tag(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + dataBytes, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // length of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample
  view.setUint16(34, 16, true); // bits a sample
  tag(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let index = 0; index < samples; index += 1) {
    const sample = Math.max(-1, Math.min(1, sampleAt(index / sampleRate)));
    view.setInt16(headerBytes + index * 2, Math.round(sample * 32_767), true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}
