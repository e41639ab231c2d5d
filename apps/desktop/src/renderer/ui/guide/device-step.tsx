import { fill, guideTexts, type SavedSource } from '@mauzin/desktop-contract';
import { type SubmitEvent, useEffect, useState } from 'react';

import type { Auditioned } from '../../core/devices/audition.ts';
import type { InputDevice } from '../../core/devices/devices.ts';
import { useLanguage, useParts, useWindow } from '../use-window.ts';
import { InputRow } from './input-row.tsx';
import { useStepFocus } from './use-step-focus.ts';

/** Time between two looks at what the inputs do, ms. */
const lookEveryMs = 250;
/** From here on something is meant to be heard, dBFS: the hum of an open cable is lower. */
const soundDbfs = -50;
/** When nothing has come for so long, ms, the guide says so. */
const patienceMs = 4_000;

interface Look {
  readonly states: Readonly<Record<string, Auditioned | null>>;
  /** When sound last came in, by device, ms. */
  readonly heardAtMs: Readonly<Record<string, number>>;
  readonly nowMs: number;
}

interface DeviceStepProps {
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Where the sound comes from: every input with its level, so that one sees which one it is. */
export function DeviceStep({ onBack, onDone }: DeviceStepProps) {
  const { audition, studio } = useParts();
  const texts = guideTexts[useLanguage()];
  const inputs = useWindow((state) => state.studio.inputs);
  const sources = useWindow((state) => state.studio.sources);
  const saved = sources.flatMap((source) => (source.kind === 'device' ? [source.deviceId] : []));
  const [chosen, setChosen] = useState<{ readonly deviceId: string; readonly atMs: number } | null>(null);
  const picked =
    chosen?.deviceId ?? saved.find((id) => inputs.some(({ deviceId }) => deviceId === id)) ?? null;
  const look = useLook(inputs);
  const title = useStepFocus<HTMLHeadingElement>();
  const device = inputs.find(({ deviceId }) => deviceId === picked);
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!device) return;
    if (!saved.includes(device.deviceId)) {
      // Whoever came back picks another one instead, not a second one.
      for (const source of sources.filter(pickedBefore)) studio.remove(source.id);
      studio.add(device);
    }
    onDone();
  };
  return (
    <form className="guide-step" onSubmit={go}>
      <h2 ref={title} tabIndex={-1}>
        {texts.device.question}
      </h2>
      <p className="caption">{texts.device.speak}</p>
      <div className="inputs" role="radiogroup" aria-label={texts.device.question}>
        {inputs.length === 0 && <p className="empty">{texts.device.none}</p>}
        {inputs.map(({ deviceId, label }) => (
          <InputRow
            key={deviceId}
            label={label}
            meterLabel={fill(texts.device.level, { name: label })}
            checked={deviceId === picked}
            onPick={() => setChosen({ deviceId, atMs: performance.now() })}
            measure={() => audition.levelOf(deviceId)}
          />
        ))}
      </div>
      <output className="guide-note">
        {device && noteOf(device.deviceId, look, chosen?.atMs ?? 0, texts.device)}
      </output>
      <div className="guide-foot">
        <button type="button" className="plain" onClick={onBack}>
          {texts.back}
        </button>
        <button type="submit" className="primary" disabled={!device}>
          {texts.next}
        </button>
      </div>
    </form>
  );
}

const pickedBefore = ({ kind }: SavedSource): boolean => kind !== 'system';

function noteOf(
  deviceId: string,
  { heardAtMs, nowMs, states }: Look,
  pickedAtMs: number,
  texts: (typeof guideTexts)['en']['device'],
): string {
  const state = states[deviceId];
  if (state === 'denied') return texts.denied;
  const heard = heardAtMs[deviceId] ?? Number.NEGATIVE_INFINITY;
  if (nowMs - heard < patienceMs) return texts.heard;
  return nowMs - pickedAtMs < patienceMs ? texts.looking : texts.nothing;
}

/** What the inputs do while the step is shown. Looks a few times a second; the meters themselves are drawn, not rendered. */
function useLook(inputs: readonly InputDevice[]): Look {
  const { audition } = useParts();
  const [look, setLook] = useState<Look>({ states: {}, heardAtMs: {}, nowMs: 0 });
  useEffect(() => () => audition.stop(), [audition]);
  useEffect(() => {
    audition.follow(inputs);
    const timer = setInterval(() => {
      const nowMs = performance.now();
      setLook((before) => {
        const heard = inputs.filter(({ deviceId }) => audition.levelOf(deviceId) > soundDbfs);
        return {
          nowMs,
          states: Object.fromEntries(inputs.map(({ deviceId }) => [deviceId, audition.stateOf(deviceId)])),
          heardAtMs: {
            ...before.heardAtMs,
            ...Object.fromEntries(heard.map(({ deviceId }) => [deviceId, nowMs])),
          },
        };
      });
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [audition, inputs]);
  return look;
}
