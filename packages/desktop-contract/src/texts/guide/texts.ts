/** The first-run guide: three questions, then the air. */
export interface GuideTexts {
  readonly title: string;
  /** `{step}` of `{of}`. */
  readonly progress: string;
  readonly language: string;
  readonly later: string;
  readonly next: string;
  readonly back: string;
  readonly name: { readonly question: string; readonly example: string; readonly invalid: string };
  readonly device: {
    readonly question: string;
    readonly speak: string;
    /** A device whose meter moves. */
    readonly heard: string;
    readonly nothing: string;
    readonly none: string;
    readonly denied: string;
    readonly looking: string;
    readonly level: string;
  };
  readonly phone: {
    readonly question: string;
    readonly scan: string;
    readonly starting: string;
    /** On the air, and no page is open yet. */
    readonly waiting: string;
    /** A page is open that does not play yet. */
    readonly open: string;
    /** `{count}` is filled in. */
    readonly heard: string;
    readonly heardOne: string;
    readonly sameWifi: string;
    readonly firewall: string;
  };
  readonly done: {
    readonly title: string;
    readonly text: string;
    readonly stay: string;
    readonly stop: string;
  };
}
