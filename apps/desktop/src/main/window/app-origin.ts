/** The scheme of our own pages, rather than `file:`: a secure context, with headers of ours. */
export const appScheme = 'app';

/** The window's only origin. */
export const appOrigin = `${appScheme}://bundle`;

/** True for an address inside the window's own bundle. */
export const isOwnUrl = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);
