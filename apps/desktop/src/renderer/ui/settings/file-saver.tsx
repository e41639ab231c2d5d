import { type DesktopBridge, fill, type Saved } from '@mauzin/desktop-contract';
import { useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export interface FileSaverProps {
  readonly button: string;
  readonly hint: string;
  /** Main asks where to, and writes. */
  readonly write: (bridge: Pick<DesktopBridge, 'call'>) => Promise<Saved>;
}

/** A button that writes a file where the person wants it, and says where it is. */
export function FileSaver({ button, hint, write }: FileSaverProps) {
  const texts = useSettingsTexts();
  const ask = useAskMain();
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState<Saved>({ name: 'cancelled' });
  const save = async (): Promise<void> => {
    if (saving) return;
    setSaving(true);
    setSaved({ name: 'cancelled' });
    const answer = await ask(write);
    setSaved(answer.ok ? answer.value : { name: 'failed' });
    setSaving(false);
  };
  return (
    <div className="settings-row action">
      <span className="settings-words">
        <span className="settings-hint">{hint}</span>
        <output>
          {saved.name === 'saved' && <bdi>{fill(texts.file.saved, { file: isolate(saved.path) })}</bdi>}
          {saved.name === 'failed' && <span className="settings-error">{texts.file.failed}</span>}
        </output>
      </span>
      <button type="button" className="plain" aria-disabled={saving} onClick={() => void save()}>
        {button}
      </button>
    </div>
  );
}

/** A path inside a sentence of any direction (Unicode Bidirectional Algorithm, §2.2: left-to-right isolate). */
const isolate = (path: string): string => `\u2066${path}\u2069`;
