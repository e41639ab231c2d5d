import { type DesktopState, parseValue, serverChoiceSchema } from '@mauzin/shared';
import { type SubmitEvent, useState } from 'react';

import { useParts, useTexts } from './use-window.ts';

type Server = DesktopState['settings']['server'];

const defaultPort = 8080;

interface Fields {
  readonly kind: Server['kind'];
  readonly port: string;
  readonly url: string;
  readonly station: string;
  /** Never filled in from what is saved: the key does not leave main. */
  readonly key: string;
}

const fieldsOf = (server: Server): Fields => ({
  kind: server.kind,
  port: String(server.kind === 'inside' ? server.port : defaultPort),
  url: server.kind === 'remote' ? server.url : '',
  station: server.kind === 'remote' ? server.station : '',
  key: '',
});

const choiceOf = ({ key, kind, port, station, url }: Fields) =>
  parseValue(
    serverChoiceSchema,
    kind === 'inside'
      ? { kind, port: Number(port) }
      : { kind, url: url.trim(), station: station.trim(), key: key.trim() },
  );

/** Where listeners meet the station. */
export function ServerForm({ server }: { readonly server: Server }) {
  const { bridge } = useParts();
  const texts = useTexts();
  const [fields, setFields] = useState(() => fieldsOf(server));
  const [refused, setRefused] = useState(false);
  const change = (part: Partial<Fields>): void => setFields({ ...fields, ...part });
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const choice = choiceOf(fields);
    setRefused(!choice.ok);
    if (choice.ok) void bridge.call('change-settings', { server: choice.value });
  };
  return (
    <form onSubmit={save}>
      <fieldset>
        <legend>{texts.settings.server}</legend>
        {(['inside', 'remote'] as const).map((kind) => (
          <label key={kind} className="choice">
            <input
              type="radio"
              name="server"
              checked={fields.kind === kind}
              onChange={() => change({ kind })}
            />
            {texts.settings[kind]}
          </label>
        ))}
        <ServerFields fields={fields} change={change} />
      </fieldset>
      {refused && <p role="alert">{texts.settings.invalid}</p>}
      <button type="submit" className="plain">
        {texts.button.save}
      </button>
    </form>
  );
}

interface ServerFieldsProps {
  readonly fields: Fields;
  readonly change: (part: Partial<Fields>) => void;
}

function ServerFields({ change, fields }: ServerFieldsProps) {
  const names = useTexts().settings;
  const field = (name: 'port' | 'url' | 'station' | 'key', type: string) => (
    <label key={name}>
      {names[name]}
      <input
        dir="ltr"
        type={type}
        autoComplete="off"
        value={fields[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </label>
  );
  if (fields.kind === 'inside') return field('port', 'text');
  return <>{[field('url', 'text'), field('station', 'text'), field('key', 'password')]}</>;
}
