const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#'"]*)@/gi;
const SECRET_PARAMETERS = /\b(password|passwd|pwd|pass|token|secret|api_?key|auth)=([^&\s'"]+)/gi;

/**
 * Removes credentials from text that may leave the process: `user:password@` of any URL, percent-encoded or not, and
 * secret-looking query parameters. ffmpeg echoes the whole input URL in its messages, so every line of its passes through here.
 */
export function redactCredentials(text: string): string {
  return text.replace(URL_CREDENTIALS, '$1***@').replace(SECRET_PARAMETERS, '$1=***');
}
