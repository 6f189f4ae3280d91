import './logo.css';

/** A shop window with a line of visitors in it. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="logo-ground" width="32" height="32" rx="8" />
      <path className="logo-window" d="M7 9h18v14H7z" />
      <path className="logo-line" d="M10 19l4-5 3 3 5-6" />
    </svg>
  );
}
