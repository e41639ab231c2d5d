import type { Shell } from 'electron';

/** Opens a page in the person's browser. Nothing but a page: other schemes start programs. */
export async function openLink(shell: Pick<Shell, 'openExternal'>, url: string): Promise<void> {
  const isPage = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (isPage) await shell.openExternal(url);
}
