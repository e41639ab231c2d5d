/** Words of the page for the wall. */
export interface PosterTexts {
  /** What the poster is for, large. */
  readonly headline: string;
  /** What to do, in one sentence. */
  readonly how: string;
  /** Where the phone must be, for a station on the mosque's own network. */
  readonly network: string;
  /** For a private station whose code does not stand on the poster. */
  readonly askForCode: string;
}
