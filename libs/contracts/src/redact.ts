const MASK = '***';
const SECRET_NAME = /pass|pwd|pswd|psw|token|secret|key|auth|cred|login|user|usr|account|session|sid$|sign?$|signature/i;
/** No name of a parameter is longer; a text without any end is not searched backwards for ever. */
const MAX_NAME_CHARS = 64;

/**
 * The second net under text that leaves the process: logs, and words of ffmpeg and of libraries. Addresses are shown by `shownAddress`,
 * from what was parsed; here `user:password@` of any URL, values of parameters with a secret's name, and `Authorization` are taken out of
 * text of unknown make. It takes out too much rather than too little, in time that grows with the length alone.
 */
export function redactCredentials(text: string): string {
  return withoutParameters(withoutUserInfo(withoutAuthorization(text)));
}

function withoutAuthorization(text: string): string {
  return text.replace(
    /\b(Basic|Bearer) +[\w+/=.~-]{8,}|\b(Digest) +\w+="[^\r\n]*/g,
    (_, token, digest) => `${token ?? digest} ${MASK}`,
  );
}

/** A password may hold any character but a blank, so everything from `://` to the last `@` before one is taken for it. */
function withoutUserInfo(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', from)) {
    const begin = at + '://'.length;
    const end = endOf(text, begin, /[\s"]/g);
    const rest = text.slice(begin, end);
    const lastAt = rest.lastIndexOf('@');
    shown += text.slice(from, begin) + (lastAt < 0 ? rest : MASK + rest.slice(lastAt));
    from = end;
  }
  return shown + text.slice(from);
}

/** `name=value` and `"name":"value"`; a value ends at `&`, a blank or a quote. */
function withoutParameters(text: string): string {
  let shown = '';
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(/=|":\s?"/g)) {
    if (index < from) continue;
    const name = /[\w-]*$/.exec(text.slice(Math.max(from, index - MAX_NAME_CHARS), index))![0];
    if (!SECRET_NAME.test(name)) continue;
    const begin = index + mark.length;
    const end = endOf(text, begin, mark === '=' ? /[&\s"]/g : /"/g);
    shown += text.slice(from, begin) + (end > begin ? MASK : '');
    from = end;
  }
  return shown + text.slice(from);
}

function endOf(text: string, from: number, mark: RegExp): number {
  mark.lastIndex = from;
  return mark.exec(text)?.index ?? text.length;
}
