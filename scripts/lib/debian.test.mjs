import { expect, test } from 'vitest';

import { installTestTools } from './debian.mjs';
import { Complaint } from './run.mjs';

test('whoever is not root is told what is missing, what it is for, and how to get it', async () => {
  const complaint = await installTestTools({ searchPath: '/nowhere', isRoot: false }).catch((error) => error);
  expect(complaint).toBeInstanceOf(Complaint);
  for (const program of ['chromium', 'pulseaudio', 'parec', 'espeak-ng'])
    expect(complaint.message).toContain(program);
  expect(complaint.message).toMatch(
    /sudo apt-get install chromium firefox-esr pulseaudio pulseaudio-utils opus-tools espeak-ng/,
  );
});

test('a system without apt-get is told the same, also as root', async () => {
  await expect(installTestTools({ searchPath: '/nowhere', isRoot: true })).rejects.toThrow(Complaint);
});
