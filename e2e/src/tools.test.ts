import { expect, test } from 'vitest';
import { checkTools } from './tools.ts';

test('names what is missing, and the package that has it', async () => {
  await expect(checkTools('/nonexistent')).rejects.toThrow(
    /espeak-ng: for speech[^]*apt-get install .*pulseaudio-utils/,
  );
  await expect(checkTools()).resolves.toBeUndefined();
});
