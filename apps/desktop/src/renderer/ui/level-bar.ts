import { type MeterShape, meterFloorDbfs, shareOf } from './ballistics.ts';

/** Where the scale is marked, dBFS. */
export const scaleMarks = [-48, -36, -24, -12, -6] as const;
/** From here on a level is close to distortion, dBFS. */
const hotDbfs = -6;
/** What the limiter takes away is drawn on a scale of its own, dB for the whole bar: it is small and must be seen. */
const reductionSpanDb = -meterFloorDbfs / 2;

/**
 * A level bar's parts, in the order in which they lie on each other. `full` has the colours of a full level; `beyond-rms` veils and
 * `beyond-peak` hides what is not reached. Those that change are layers of their own: that lays nothing out and paints nothing. None
 * reaches out of the bar, where it would lie upon what is beside.
 */
export const barParts = ['full', 'beyond-rms', 'beyond-peak', 'marks', 'held', 'reduced'] as const;
type BarPart = (typeof barParts)[number];
type BarElements = Readonly<Record<BarPart, HTMLElement>>;

/** How finely a bar is drawn, parts of its length. */
const fineness = 1_000;

/** Moves the parts of a bar to where they belong, and leaves those that are there. One for each bar. */
export class LevelBar {
  readonly #bar: HTMLElement;
  readonly #parts: BarElements;
  /** The share that each part shows, in parts of `fineness`. A style that is read is written out as text first. */
  readonly #shown = new Map<BarPart, number>();
  #isHot = false;

  constructor(bar: HTMLElement) {
    this.#bar = bar;
    this.#parts = Object.fromEntries(
      barParts.map((part, index) => [part, bar.children[index]]),
    ) as unknown as BarElements;
  }

  /** @param reductionDb what the limiter takes away, dB, at least 0: a line from the right */
  move({ held, peak, rms }: MeterShape, reductionDb: number): void {
    this.#show('beyond-rms', 1 - rms, fromTheRight);
    this.#show('beyond-peak', 1 - peak, fromTheRight);
    this.#show('held', held, along);
    this.#show('reduced', Math.min(1, reductionDb / reductionSpanDb), fromTheRight);
    const isHot = held > shareOf(hotDbfs);
    if (isHot === this.#isHot) return;
    this.#isHot = isHot;
    this.#bar.dataset['held'] = isHot ? 'hot' : 'cool';
  }

  #show(part: BarPart, share: number, transform: (share: number) => string): void {
    const rounded = Math.round(share * fineness);
    if (this.#shown.get(part) === rounded) return;
    this.#shown.set(part, rounded);
    this.#parts[part].style.transform = transform(rounded / fineness);
  }
}

/** This share of the bar, up to its right end. */
const fromTheRight = (share: number): string => `scaleX(${share})`;
/** At this share of the bar, which is the container of its parts. */
const along = (share: number): string => `translateX(${share * 100}cqi)`;
