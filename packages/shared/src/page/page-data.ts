import type { FailureCode, Station } from '../protocol/index.ts';
import type { ListenerTexts, PageLanguage } from '../texts/index.ts';

/** `receiver`: a tablet on the wall. `embed`: a small player in the mosque's own site. */
export const pageModes = ['page', 'receiver', 'embed'] as const;
export type PageMode = (typeof pageModes)[number];

/** Every word that the page may need, in one language. */
export interface PageTexts {
  readonly listener: ListenerTexts;
  readonly failures: Readonly<Record<FailureCode, string>>;
}

/**
 * What the service writes into the page (`<script type="application/json" id="page-data">`), beside the same page already drawn:
 * so that the page can be read, and shows the present state, before any script arrives.
 */
export interface PageData {
  /** Null where there is no such station. */
  readonly station: Station | null;
  /** The language that the page is drawn in. */
  readonly language: PageLanguage;
  readonly mode: PageMode;
  /** Whether the station was on the air when the page was drawn; false where it is private, since that is nobody's business. */
  readonly live: boolean;
  /** In `language`; other languages are at `/texts/<language>.json`. */
  readonly texts: PageTexts;
}
