import type { ApiError } from '@vitrine/contracts';

/**
 * What the service says, beside the field it is about: without the field's name before it, and without the remedy where the message
 * says the same.
 */
export function problemAtField({ message, remedy, field }: ApiError): string {
  const said = capitalised(message.replace(`\`${field}\`: `, ''));
  return said.toLowerCase() === remedy.toLowerCase() ? said : `${said} ${remedy}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
