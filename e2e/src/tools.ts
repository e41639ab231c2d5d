import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { chromiumPath } from './chromium.ts';
import { firefoxPath } from './firefox.ts';

interface Tool {
  readonly command: string;
  readonly debianPackage: string;
  readonly usedFor: string;
}

const TOOLS: readonly Tool[] = [
  { command: 'pulseaudio', debianPackage: 'pulseaudio', usedFor: 'virtual mixers and phones' },
  { command: 'pactl', debianPackage: 'pulseaudio-utils', usedFor: 'virtual mixers and phones' },
  { command: 'pacat', debianPackage: 'pulseaudio-utils', usedFor: 'playing' },
  { command: 'parec', debianPackage: 'pulseaudio-utils', usedFor: 'recording' },
  { command: 'opusdec', debianPackage: 'opus-tools', usedFor: 'hearing recordings' },
  { command: 'opusenc', debianPackage: 'opus-tools', usedFor: 'files to play' },
  { command: 'espeak-ng', debianPackage: 'espeak-ng', usedFor: 'speech to compare' },
  { command: 'openssl', debianPackage: 'openssl', usedFor: 'certificates of the tests’ own' },
  { command: 'turnserver', debianPackage: 'coturn', usedFor: 'a TURN server' },
  { command: '/usr/sbin/nginx', debianPackage: 'nginx', usedFor: 'a proxy before the service' },
  { command: 'caddy', debianPackage: 'caddy', usedFor: 'another proxy before the service' },
];

/** @throws naming every program that is missing, and the Debian package that has it. */
export async function checkTools(searchPath = process.env['PATH'] ?? ''): Promise<void> {
  const browsers: readonly Tool[] = [
    {
      command: chromiumPath(),
      debianPackage: 'chromium',
      usedFor: 'phones (or set MAUZIN_CHROMIUM)',
    },
    {
      command: firefoxPath(),
      debianPackage: 'firefox-esr',
      usedFor: 'phones of another make (or set MAUZIN_FIREFOX)',
    },
  ];
  const missing: Tool[] = [];
  for (const tool of [...browsers, ...TOOLS])
    if (!(await isThere(tool.command, searchPath))) missing.push(tool);
  if (missing.length === 0) return;
  const lines = missing.map((tool) => `  ${tool.command}: for ${tool.usedFor}`);
  const packages = [...new Set(missing.map((tool) => tool.debianPackage))].join(' ');
  throw new Error(
    `These tests need real sound, real browsers and real servers, and this machine lacks:\n${lines.join('\n')}\n` +
      `On Debian or Ubuntu: sudo apt-get install ${packages}`,
  );
}

async function isThere(command: string, searchPath: string): Promise<boolean> {
  const places = isAbsolute(command)
    ? [command]
    : searchPath.split(delimiter).map((dir) => join(dir, command));
  const found = await Promise.all(
    places.map((place) =>
      access(place, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
