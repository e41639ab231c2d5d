import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { Complaint, must, run, say } from './run.mjs';
import { withoutServices } from './without-services.mjs';

/**
 * What the end-to-end tests need: a program or file that proves it, and Debian's package with it. Where the package has a
 * `service`, that is neither started nor left to start by itself: tests start their own.
 */
const needs = [
  { program: 'chromium', packageName: 'chromium', for: 'the listener page and the desktop window' },
  { program: 'firefox-esr', packageName: 'firefox-esr', for: 'the listener page in another browser' },
  { program: 'pulseaudio', packageName: 'pulseaudio', for: 'virtual mixers and phones' },
  { program: 'pactl', packageName: 'pulseaudio-utils', for: 'playing and recording' },
  { program: 'parec', packageName: 'pulseaudio-utils', for: 'playing and recording' },
  { program: 'opusdec', packageName: 'opus-tools', for: 'hearing recordings' },
  { program: 'espeak-ng', packageName: 'espeak-ng', for: 'speech to play' },
  { program: 'openssl', packageName: 'openssl', for: 'certificates of the tests’ own' },
  { program: 'turnserver', packageName: 'coturn', service: 'coturn', for: 'a TURN server' },
  {
    file: '/usr/sbin/nginx',
    packageName: 'nginx',
    service: 'nginx',
    for: 'a proxy before the service',
  },
  { program: 'caddy', packageName: 'caddy', service: 'caddy', for: 'another proxy before the service' },
  {
    file: '/usr/sbin/iptables',
    packageName: 'iptables',
    for: 'cutting the way to listeners (root only)',
    rootOnly: true,
  },
  {
    file: '/usr/sbin/ip',
    packageName: 'iproute2',
    for: 'networks with faults (root only)',
    rootOnly: true,
  },
  {
    file: '/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf',
    packageName: 'fonts-noto-core',
    for: 'Arabic in pictures of the screens',
  },
];

function onPath(program, searchPath) {
  return searchPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = (searchPath, isRoot) =>
  needs
    .filter(({ rootOnly }) => isRoot || !rootOnly)
    .filter((need) => !(need.program ? onPath(need.program, searchPath) : existsSync(need.file)));

/** Makes sure that the tests find what they need: as root from Debian's packages, else by saying how to get it. */
export async function installTestTools({
  searchPath = process.env.PATH ?? '',
  isRoot = process.getuid?.() === 0,
} = {}) {
  const lacking = missing(searchPath, isRoot);
  if (lacking.length === 0) return;
  const packages = [...new Set(lacking.map((need) => need.packageName))];
  const list = lacking.map((need) => `  ${need.program ?? need.file} (${need.packageName}): ${need.for}`);
  if (!isRoot || !onPath('apt-get', searchPath)) {
    throw new Complaint(
      `The tests need these, which are missing:\n${list.join('\n')}\n\nOn Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`,
    );
  }
  say(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-qy', '--no-install-recommends', ...packages];
  await must('apt-get update', 'apt-get', ['update', '-q'], { quiet: true, env });
  await withoutServices(async () => {
    await must('apt-get install', 'apt-get', install, { quiet: true, env });
    const services = lacking.flatMap(({ service }) => service ?? []);
    // Nor at the machine's next start. Where there is no systemd, nothing would start them.
    if (services.length > 0 && onPath('systemctl', searchPath))
      await run('systemctl', ['disable', ...services], { quiet: true, env });
  });
  const left = missing(searchPath, isRoot).map((need) => need.packageName);
  if (left.length > 0) throw new Complaint(`Still missing after installing: ${left.join(', ')}`);
}
