import { type MeterShape, meterFloorDbfs, shareOf } from './ballistics.ts';

/** Where the scale is marked, dBFS. */
export const scaleMarks = [-48, -36, -24, -12, -6] as const;
/** From here on a level is close to distortion, dBFS. */
const hotDbfs = -6;
/** As long as the meter: what the limiter takes away is small and must be seen. */
const reductionSpanDb = -meterFloorDbfs / 2;

/**
 * A level bar's parts, in the order in which they lie on each other. The bar itself has the colours of a full level; `beyond-rms` veils and
 * `beyond-peak` hides what is not reached. Each is a layer of its own: moving it lays nothing out and paints nothing.
 */
export const barParts = ['beyond-rms', 'beyond-peak', 'marks', 'held', 'reduced'] as const;

type BarPart = (typeof barParts)[number];
type BarElements = Readonly<Record<BarPart, HTMLElement>>;

/** Moves the parts of a bar to where they belong, and leaves those that are there. One for each bar. */
export class LevelBar {
  readonly #bar: HTMLElement;
  readonly #parts: BarElements;
  readonly #resized: ResizeObserver;
  #width: number;
  /** Where each part is, px from the left. A style that is read is written out as text first. */
  readonly #places = new Map<BarPart, number>();
  #isHot = false;

  constructor(bar: HTMLElement) {
    this.#bar = bar;
    this.#parts = Object.fromEntries(
      barParts.map((part, index) => [part, bar.children[index]]),
    ) as unknown as BarElements;
    this.#width = bar.clientWidth;
    this.#resized = new ResizeObserver(() => {
      this.#width = bar.clientWidth;
    });
    this.#resized.observe(bar);
  }

  /** @param reductionDb what the limiter takes away, dB, at least 0: a line from the right */
  move({ held, peak, rms }: MeterShape, reductionDb: number): void {
    this.#shift('beyond-rms', rms);
    this.#shift('beyond-peak', peak);
    this.#shift('held', held);
    this.#shift('reduced', 1 - Math.min(1, reductionDb / reductionSpanDb));
    const isHot = held > shareOf(hotDbfs);
    if (isHot === this.#isHot) return;
    this.#isHot = isHot;
    this.#bar.dataset['held'] = isHot ? 'hot' : 'cool';
  }

  close(): void {
    this.#resized.disconnect();
  }

  #shift(part: BarPart, share: number): void {
    const place = Math.round(share * this.#width);
    if (this.#places.get(part) === place) return;
    this.#places.set(part, place);
    this.#parts[part].style.transform = `translateX(${place}px)`;
  }
}
