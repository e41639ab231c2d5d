import type { AudioPort, PlayResult } from '../ports.ts';

/** The audio element: plays what it is told to, unless the browser (the test) refuses. */
export class FakeAudio implements AudioPort<string> {
  onInterrupted: ((interrupted: boolean) => void) | null = null;
  /** What the browser answers. */
  allows: PlayResult = 'playing';
  /** What is on: a stream, `silence`, or `nothing`. */
  on = 'nothing';
  plays = 0;

  play(stream: string | null): Promise<PlayResult> {
    this.plays += 1;
    this.on = stream ?? 'silence';
    return Promise.resolve(this.allows);
  }

  stop(): void {
    this.on = 'nothing';
  }
}
