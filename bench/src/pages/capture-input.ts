/** The input device of this name, with nothing done to its sound. */
export async function captureInput(label: string): Promise<MediaStream> {
  const inputs = await navigator.mediaDevices.enumerateDevices();
  const input = inputs.find((device) => device.kind === 'audioinput' && device.label === label);
  if (!input) throw new Error(`no input ${label} among ${inputs.map((device) => device.label).join(', ')}`);
  return navigator.mediaDevices.getUserMedia({
    audio: {
      deviceId: { exact: input.deviceId },
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
  });
}
