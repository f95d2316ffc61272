import * as vscode from 'vscode';
import type { Language } from '../chat/request.ts';

/** The page of a chat webview. Nothing may load or run in it but our own bundle; `style` attributes fall to the policy. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, language: Language): string {
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MiMo</title>
<link rel="stylesheet" href="${asset('style.css')}">
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${asset('main.js')}"></script>
</body>
</html>`;
}
