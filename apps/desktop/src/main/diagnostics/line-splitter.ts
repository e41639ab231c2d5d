/** Longer lines are cut, characters: somebody prints something that is no line. */
const longestLine = 4_000;

export interface LineSplitter {
  readonly take: (chunk: string) => void;
  /** What came after the last line break is a line too. */
  readonly end: () => void;
}

/** Makes whole lines of text that comes in pieces. */
export function lineSplitter(line: (text: string) => void): LineSplitter {
  let rest = '';
  const tell = (text: string): void => {
    if (text !== '') line(text.length > longestLine ? `${text.slice(0, longestLine)}…` : text);
  };
  return {
    take: (chunk) => {
      const lines = (rest + chunk).split(/\r?\n/);
      // What is beyond the longest line would be cut anyway, so it is not kept.
      rest = (lines.pop() ?? '').slice(0, longestLine + 1);
      for (const text of lines) tell(text);
    },
    end: () => {
      tell(rest);
      rest = '';
    },
  };
}
