/** A shop window with a line of visitors in it. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path className="logo-window" d="M4 7h24v18H4z" />
      <path className="logo-line" d="M9 20l5-8 4 5 5-6" />
    </svg>
  );
}
