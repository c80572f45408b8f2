import { printable } from "../printable";

/** A text as content or attribute of HTML and SVG. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
