import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  /** The title stands elsewhere already, and is here for screen readers only. */
  readonly untitled?: boolean;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** Settings that belong together, under a name. */
export function Section({ children, hint, title, untitled = false }: SectionProps) {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h2 id={id} className={untitled ? 'visually-hidden' : undefined}>
        {title}
      </h2>
      {hint !== undefined && <p className="settings-hint">{hint}</p>}
      <div className="settings-card">{children}</div>
    </section>
  );
}
