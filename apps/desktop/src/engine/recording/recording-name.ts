/** Longest name of a station in a file's name, UTF-8 bytes: with date and time it stays below what file systems allow. */
const maxStationBytes = 120;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * `<station> <YYYY-MM-DD> <HH.MM.SS>.opus` in local time, as every file system takes it. Letters of any script stay.
 * @param number from 2 on for a further file of the same second
 */
export function recordingName(station: string, startedAt: Date, number = 1): string {
  const date = [startedAt.getFullYear(), two(startedAt.getMonth() + 1), two(startedAt.getDate())].join('-');
  const time = [startedAt.getHours(), startedAt.getMinutes(), startedAt.getSeconds()].map(two).join('.');
  const again = number > 1 ? ` (${number})` : '';
  return `${safeName(station)} ${date} ${time}${again}.opus`;
}

const pattern = /^[^.].* (\d{4})-(\d{2})-(\d{2}) (\d{2})\.(\d{2})\.(\d{2})(?: \(\d{1,3}\))?\.opus$/u;

/** When a recording was begun, epoch ms, read from its name in local time; null for a file that is none of ours. */
export function recordedAtMs(name: string): number | null {
  const parts = pattern.exec(name)?.slice(1).map(Number);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(year, month - 1, day, hour, minute, second);
  // 31 February is another day of another month: nobody of ours wrote that.
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null;
}

/**
 * Without what Windows, macOS or Linux refuse, and without marks that turn the direction of text around; joiners stay, since
 * Urdu and Persian are written with them.
 */
function safeName(station: string): string {
  const clean = station
    .normalize('NFC')
    .replaceAll(/[/\\:*?"<>|]/g, '-')
    .replaceAll(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+/, '');
  let kept = '';
  for (const letter of clean) {
    if (Buffer.byteLength(kept + letter) > maxStationBytes) break;
    kept += letter;
  }
  return kept.trim() || 'Mauzin';
}
