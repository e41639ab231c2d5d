import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As @electron/fuses finds the wire in Electron's program: this text, a version, a length, one digit a fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;
/** The fuses of a program as it is delivered. */
const wire = '101100011';
const program = Buffer.concat([
  Buffer.from('not a program '),
  Buffer.from(sentinel),
  Buffer.from([wireVersion, wire.length]),
  Buffer.from(wire),
]);

/** The head of a program for macOS: one load command of no matter, and one with a UUID, as each copy of Electron has it. */
export function machOProgram(processor = 0x0100000c): Buffer {
  const program = Buffer.alloc(32 + 16 + 24 + 8);
  program.writeUInt32LE(0xfeedfacf, 0);
  program.writeUInt32LE(processor, 4);
  program.writeUInt32LE(2, 16);
  program.writeUInt32LE(0x2a, 32);
  program.writeUInt32LE(16, 36);
  program.writeUInt32LE(0x1b, 48);
  program.writeUInt32LE(24, 52);
  Buffer.from('4c4c44ae55553144a1c7458ead24ed10', 'hex').copy(program, 56);
  return program;
}

/** The same for both kinds of a Mac's processor in one file. */
export function fatProgram(): Buffer {
  const parts = [0x01000007, 0x0100000c].map((processor) => machOProgram(processor));
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(parts.length, 4);
  let at = head.length;
  for (const [i, part] of parts.entries()) {
    head.writeUInt32BE(at, 8 + i * 20 + 8);
    at += part.length;
  }
  return Buffer.concat([head, ...parts]);
}

/** The UUID in {@link machOProgram}'s head, in hexadecimal. */
export const uuidOf = (program: Buffer): string => program.subarray(56, 72).toString('hex');

/** What electron-builder expects of a directory with Electron for Linux; its program is none, but has fuses. */
export function makeLinuxRuntime(folder: string): void {
  const put = putInto(folder);
  put('electron', program);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak']) put(name, 'x');
  mkdirSync(join(folder, 'resources'));
}

const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`);

/** The same for macOS. */
export function makeMacRuntime(folder: string): void {
  const put = putInto(join(folder, 'Electron.app', 'Contents'));
  put('Info.plist', plistOf('Electron'));
  put('MacOS/Electron', machOProgram());
  put('Resources/electron.icns', 'x');
  put('Frameworks/Electron Framework.framework/Electron Framework', program);
  for (const helper of helpers) {
    put(`Frameworks/${helper}.app/Contents/Info.plist`, plistOf(helper));
    put(`Frameworks/${helper}.app/Contents/MacOS/${helper}`, machOProgram());
  }
}

const putInto =
  (folder: string) =>
  (path: string, content: string | Buffer): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o755);
  };

const plistOf = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.${name.replaceAll(/\W/g, '')}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleVersion</key><string>45.0.0</string>
</dict></plist>
`;
