import type { ClockPort } from '@mauzin/shared';
import type { WebContents } from 'electron';

export interface PageLogOptions {
  readonly contents: Pick<WebContents, 'on'>;
  readonly clock: ClockPort;
  /** Takes one line. */
  readonly write: (line: string) => void;
}

/** A page that fails at each frame must not push all else out of the log: so many lines in so long, ms. */
const mostLines = 20;
const inMs = 60_000;
const longestChars = 1_000;
const longestPlaceChars = 200;

/** Keeps what goes wrong in the window's page for whoever helps: its warnings and errors, uncaught ones among them. */
export function keepPageLog({ clock, contents, write }: PageLogOptions): void {
  let sinceMs = clock.now();
  let lines = 0;
  const take = (line: string): void => {
    if (clock.now() - sinceMs >= inMs) {
      if (lines > mostLines) write(`${lines - mostLines} more were left out`);
      sinceMs = clock.now();
      lines = 0;
    }
    lines += 1;
    if (lines <= mostLines) write(line);
  };
  contents.on('console-message', ({ level, lineNumber, message, sourceId }) => {
    if (level !== 'warning' && level !== 'error') return;
    const place = `${sourceId.slice(0, longestPlaceChars)}:${lineNumber}`;
    take(`${level}: ${message.slice(0, longestChars)} (${place})`);
  });
}
