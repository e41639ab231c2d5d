import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const mark = 'Written by the tests of Mauzin for as long as they install packages.';
/** 101: "action forbidden by policy", says Debian's invoke-rc.d(8), which packages start their services by. */
const policy = `#!/bin/sh\n# ${mark}\nexit 101\n`;

/**
 * Runs `install`; services of what it installs are not started meanwhile. An admin's own policy stays as it is. Ours is gone
 * afterwards, also one that an interrupted run left behind.
 */
export async function withoutServices(install, policyFile = '/usr/sbin/policy-rc.d') {
  const isOurs = !existsSync(policyFile) || readFileSync(policyFile, 'utf8').includes(mark);
  if (!isOurs) return await install();
  const remove = () => rmSync(policyFile, { force: true });
  writeFileSync(policyFile, policy, { mode: 0o755 });
  process.once('exit', remove);
  try {
    return await install();
  } finally {
    process.off('exit', remove);
    remove();
  }
}
