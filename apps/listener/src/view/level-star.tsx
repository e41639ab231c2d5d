import { Component, createRef } from 'preact';

import { deflection, follow } from './meter.ts';
import { starInner, starPoints } from './star.ts';

/** At rest the two squares stand just around the button; sound draws their points out, and widens them a little. */
const restRadius = 122;
const restInner = restRadius * starInner;
const reach = 20;
const innerReach = 7;

export interface LevelStarProps {
  readonly moving: boolean;
  /** 0..1 of full scale; asked every frame while `moving`. */
  readonly readLevel: () => number;
}

/** The star around the button. Its points are drawn past Preact: sixty times a second. */
export class LevelStar extends Component<LevelStarProps> {
  readonly #polygon = createRef<SVGPolygonElement>();
  #frame: number | null = null;

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    if (this.props.moving) this.#begin();
    else this.#rest();
  }

  override componentWillUnmount(): void {
    this.#rest();
  }

  #begin(): void {
    if (this.#frame !== null || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    let shown = 0;
    let last = performance.now();
    const draw = (now: number): void => {
      shown = follow(shown, deflection(this.props.readLevel()), now - last);
      last = now;
      this.#draw(restRadius + shown * reach, restInner + shown * innerReach);
      this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  #rest(): void {
    if (this.#frame === null) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#draw(restRadius, restInner);
  }

  #draw(outer: number, inner: number): void {
    this.#polygon.current?.setAttribute('points', starPoints(outer, inner));
  }

  override render() {
    return (
      <svg className="star" viewBox="-128 -128 256 256" aria-hidden="true">
        <polygon ref={this.#polygon} points={starPoints(restRadius, restInner)} />
      </svg>
    );
  }
}
