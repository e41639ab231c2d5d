import type { AudioPort, Playable, PlayResult, Progress } from '../ports.ts';

/** The audio element: plays what it is told to, unless the browser (the test) refuses. */
export class FakeAudio implements AudioPort<string> {
  onInterrupted: ((interrupted: boolean) => void) | null = null;
  onEnded: (() => void) | null = null;
  /** What the browser answers. */
  allows: PlayResult = 'playing';
  /** What is on: a stream, an address, `silence`, `tone`, or `nothing`. */
  on = 'nothing';
  plays = 0;
  throws = false;

  /** Of what comes over HTTP. */
  progressed: Progress | null = null;

  play(what: Playable<string>): Promise<PlayResult> {
    this.plays += 1;
    if (this.throws) throw new Error('the element is gone');
    this.on = nameOf(what);
    return Promise.resolve(this.allows);
  }

  progress(): Progress | null {
    return this.progressed;
  }

  stop(): void {
    this.on = 'nothing';
  }
}

function nameOf(what: Playable<string>): string {
  if (what.kind === 'stream') return what.stream;
  return what.kind === 'http' ? what.url : what.kind;
}
