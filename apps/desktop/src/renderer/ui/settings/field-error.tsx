interface FieldErrorProps {
  /** Of the field; what says the error is called `…error` (for `aria-describedby`). */
  readonly fieldId: string;
  readonly error: string | null;
}

/** What is wrong with what stands in a field, once there is something. */
export function FieldError({ error, fieldId }: FieldErrorProps) {
  if (error === null) return null;
  return (
    <p className="settings-error" role="alert" id={`${fieldId}error`}>
      {error}
    </p>
  );
}
