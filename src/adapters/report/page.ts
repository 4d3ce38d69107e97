import { escaped } from './html.ts';
import { STYLE } from './style.ts';

/** How every report begins, down to what it shows: one file of HTML with no script, that fetches nothing; pictures stand in it. `style` is added to the reports' own. */
export function pageHead(title: string, style = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>`;
}
