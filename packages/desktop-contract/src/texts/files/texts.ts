/** Words of the files that the desktop app saves. */
export interface DesktopFileTexts {
  /** Asks where to save what a helper needs to find a fault. */
  readonly diagnostics: Record<'title' | 'kind' | 'fileName', string>;
  /** Asks where to save the page for the wall. `{mosque}` is filled in. */
  readonly poster: Record<'title' | 'kind' | 'fileName', string>;
}
