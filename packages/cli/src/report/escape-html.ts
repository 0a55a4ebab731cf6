import { sanitise } from '../output/sanitise.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is only ever text, in an element or in a quoted attribute. Control characters, illegal in XML, are dropped. */
export function escapeHtml(text: string): string {
  return sanitise(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
