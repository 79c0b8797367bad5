// Attache's chat button. Everything else is fetched when it is pressed.
(() => {
  const win = window, doc = document;
  const script = doc.currentScript || doc.querySelector('script[data-inbox]');
  if (!script || win.Attache) return;
  const origin = new URL(script.src).origin, key = script.dataset.inbox;
  const lang = (doc.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const words = { de: ['Chat öffnen', 'Chat schließen', 'ungelesen'], it: ['Apri la chat', 'Chiudi la chat', 'da leggere'] }[lang] || ['Open chat', 'Close chat', 'unread'];
  const make = (name, props) => Object.assign(doc.createElement(name), props);
  let host, button, frame, ready, open = false;

  const show = wanted => {
    if (!host) start();
    if (!host || wanted === open) return;
    open = wanted;
    if (!frame) {
      frame = make('iframe', { title: 'Chat', allow: 'clipboard-write', src: `${origin}/widget/${encodeURIComponent(key)}?host=${encodeURIComponent(location.origin)}` });
      host.shadowRoot.prepend(frame);
    }
    frame.hidden = !open;
    label();
    button.className = open ? 'x' : '';
    button.title = '';
    tell();
    focus();
  };
  const label = () => {
    button.setAttribute('aria-label', words[+open]);
    button.setAttribute('aria-expanded', open);
  };
  // A frame that loads loses the focus it was given: once more when it is ready.
  const focus = () => (open ? frame : button).focus();
  const tell = () => ready && frame.contentWindow.postMessage({ attache: 1, type: open ? 'open' : 'closed' }, origin);

  const start = () => {
    if (host || !doc.body) return;
    host = make('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host{all:initial!important;position:fixed!important;z-index:2147483647!important;right:max(20px,env(safe-area-inset-right))!important;bottom:max(20px,env(safe-area-inset-bottom))!important}
[hidden]{display:none!important}
button{all:unset;position:relative;display:grid;place-items:center;width:56px;height:56px;border-radius:28px;background:#0f5f63;box-shadow:0 4px 16px #0005;cursor:pointer;forced-color-adjust:none}
button:hover{background:#0b4f52}
button:focus-visible{outline:2px solid #0f5f63;outline-offset:2px;box-shadow:0 0 0 6px #fff}
i{width:24px;height:24px;background:#fff;clip-path:path('M5 2h14a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3h-7l-5 4.5V18H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z')}
.x i{clip-path:path('M5.4 4 12 10.6 18.6 4 20 5.4 13.4 12 20 18.6 18.6 20 12 13.4 5.4 20 4 18.6 10.6 12 4 5.4z')}
button[title]:not([title=""])::after{content:"";position:absolute;top:2px;right:2px;width:12px;height:12px;border:2px solid #fff;border-radius:50%;background:#d92d20}
iframe{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:calc(max(20px,env(safe-area-inset-bottom)) + 68px);width:360px;height:600px;max-width:calc(100vw - 40px);max-height:calc(100dvh - 108px);border:0;border-radius:14px;background:Canvas;color-scheme:light dark;box-shadow:0 8px 40px #0004}
@media(max-width:479px),(max-height:479px){.x{display:none}iframe{inset:0!important;width:100%!important;height:100%!important;max-width:none;max-height:none;border-radius:0}}
@media print{:host{display:none!important}}`);
    root.adoptedStyleSheets = [sheet];
    button = make('button', { type: 'button', onclick: () => show(!open) });
    label();
    button.append(make('i'));
    root.append(button);
    doc.body.append(host);
  };

  addEventListener('message', ({ origin: from, source, data }) => {
    if (!frame || from !== origin || source !== frame.contentWindow || !data || data.attache !== 1) return;
    if (data.type === 'ready') ready = true, open && (frame.blur(), focus()), tell();
    if (data.type === 'close') show(false);
    if (data.type === 'unread') button.title = !open && data.count > 0 ? `${+data.count} ${words[2]}` : '';
    if (data.type === 'size') frame.style.width = `${+data.width}px`, frame.style.height = `${+data.height}px`;
  });
  addEventListener('keydown', event => event.key === 'Escape' && open && show(false));

  win.Attache = { open: () => show(true), close: () => show(false) };
  doc.body ? start() : addEventListener('DOMContentLoaded', start);
})();
