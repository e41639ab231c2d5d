/** Puts the page's address on the clipboard; false where the browser refuses. Call it in a tap. */
export async function copyLink(address: string): Promise<boolean> {
  try {
    // Only pages that came over https have it.
    const { clipboard } = navigator as Partial<Pick<Navigator, 'clipboard'>>;
    if (!clipboard) return copyBySelection(address);
    await clipboard.writeText(address);
    return true;
  } catch {
    return copyBySelection(address);
  }
}

/** The way of before: whatever is selected is copied. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
  }
}
