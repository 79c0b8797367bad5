// The pages on which the rules were tuned.
import { type Layout, first, mark } from "./page";

/** Each is taken in every language. */
export const layouts: Layout[] = [
  {
    name: "order page",
    size: [1280, 720, 1],
    css: "body{font:15px Inter}header{background:#1d4f91;color:#fff;padding:14px 32px}main{padding:24px 32px;display:grid;grid-template-columns:2fr 1fr;gap:40px}td{padding:6px 24px 6px 0}aside{background:#f2f4f7;padding:16px;border-radius:8px}",
    body: ({ who, t, chance }) => `<header>Northwind Shop &nbsp; ${mark("email", who.emails[0]!)}</header><main><div><h2>${t.thanks}</h2>
      <p>${t.order} 2026-${chance.digits(5)} · ${t.date} · ${t.status}</p><table>
      ${t.items.map((item, at) => `<tr><td>${item}</td><td>${at + 1} ×</td><td>${chance.below(90) + 9},90 €</td></tr>`).join("")}</table>
      <p><b>${t.total}: ${t.price}</b></p><p>DHL 00340434${chance.digits(12)}</p></div><aside><h3>${t.delivery}</h3><p>${mark("name", who.name)}<br>
      ${mark("street", who.streets[0]!)}<br>${mark("street", who.towns[0]!)}</p><p>${t.phone}: ${mark("phone", who.phones[0]!)}</p></aside></main>`,
  },
  {
    name: "mail",
    size: [1100, 700, 1],
    css: "body{font:14px 'Liberation Sans'}header{border-bottom:1px solid #ccc;padding:12px 24px}main{padding:8px 24px;max-width:760px;line-height:1.5}.q{color:#666}",
    body: ({ who, t, chance }) => `<header><b>Re: ${t.order} #${chance.digits(6)}</b><br><span class="q">${mark("name", who.name)} &lt;${mark("email", who.emails[1]!)}&gt;<br>
      ${t.to}: support@northwind.test</span> · ${t.date}</header><main><p>${t.hello},</p><p>${t.body}</p><p>${t.find} ${mark("phone", who.phones[1]!)}.</p>
      <p>${t.regards}<br>${mark("name", who.name)}</p><p class="q">--<br>${mark("street", who.streets[1]!)}, ${mark("street", who.towns[1]!)}<br>
      Tel. ${mark("phone", who.phones[2]!)} · ${mark("email", who.emails[2]!)}</p></main>`.replace("support@northwind.test", mark("email", "support@northwind.test")),
  },
  {
    name: "chat on a phone",
    size: [390, 844, 2],
    css: "body{font:16px Inter;background:#ece5dd}p{max-width:280px;padding:9px 12px;border-radius:14px;margin:8px 12px;background:#fff;line-height:1.35}.me{background:#1f7aec;color:#fff;margin-left:84px}header{background:#075e54;color:#fff;padding:16px;font-weight:600}",
    body: ({ who, t, chance }) => `<header>${mark("name", who.name)}</header><p>${t.hello}! ${t.order} ${chance.digits(6)}?</p><p class="me">${t.ask}</p>
      <p>${t.find} ${mark("phone", who.phones[3]!)} 👍</p><p class="me">${t.reply}</p><p>${mark("email", who.emails[3]!)}</p>
      <p class="me">${mark("street", who.streets[2]!)}, ${mark("street", who.towns[2]!)}?</p><p>OK, 14:32 ✓✓</p>`,
  },
  {
    name: "invoice",
    size: [860, 1120, 1],
    css: "body{font:14px 'Liberation Serif';padding:48px 64px}h1{font-size:26px}table{width:100%;border-collapse:collapse}td{border-bottom:1px solid #bbb;padding:7px 0}footer{margin-top:60px;font-size:13px;color:#333;border-top:1px solid #888}",
    body: ({ who, t, chance }) => `<p>${mark("name", who.name)}<br>${mark("street", who.streets[3]!)}<br>${mark("street", who.towns[3]!)}</p><h1>${t.invoice} 2026/${chance.digits(4)}</h1>
      <p>${t.date}</p><table>${t.items.map((item) => `<tr><td>${item}</td><td>${chance.below(9) + 1}</td><td>${chance.below(900)},00 €</td></tr>`).join("")}
      <tr><td>${t.total}</td><td></td><td>${t.price}</td></tr></table><footer><p>${t.account}: ${mark("iban", who.ibans[0]!)}</p><p>IBAN ${mark("iban", who.ibans[1]!)} · BIC BYLADEM1001</p>
      <p>${mark("email", who.emails[4]!)} · ${mark("phone", who.phones[4]!)} · www.northwind.test</p></footer>`,
  },
  {
    name: "address form",
    size: [900, 760, 1],
    css: "body{font:15px 'DejaVu Sans';padding:24px 40px}label{display:block;margin:10px 0 4px;font-size:13px;color:#555}div{border:1px solid #aaa;border-radius:6px;padding:9px 12px;width:420px}button{background:#0a7d4f;color:#fff;border:0;padding:12px 24px;margin-top:16px;font:inherit}",
    body: ({ who, t }) => `<h2>${t.delivery}</h2><label>${t.name}</label><div>${mark("name", who.name)}</div><label>${t.street}</label><div>${mark("street", who.streets[4]!)}</div>
      <label>${t.town}</label><div>${mark("street", who.towns[4]!)}</div><label>${t.phone}</label><div>${mark("phone", who.phones[5]!)}</div>
      <label>E-mail</label><div>${mark("email", who.emails[5]!)}</div><label>IBAN</label><div>${mark("iban", who.ibans[2]!)}</div><button>OK</button>`,
  },
  {
    name: "dark account page",
    size: [1280, 720, 1],
    css: "body{font:15px Inter;background:#15181d;color:#d8dce2}main{padding:32px 48px}dl{display:grid;grid-template-columns:200px 1fr;gap:14px}dt{color:#8a93a0}nav{background:#0d0f12;padding:16px 48px;color:#9fb4ff}",
    body: ({ who, t, chance }) => `<nav>Northwind · ${t.order} · ${t.invoice}</nav><main><h2>${t.hello}, ${mark("name", first(who))}!</h2><dl><dt>${t.name}</dt><dd>${mark("name", who.name)}</dd>
      <dt>E-mail</dt><dd>${mark("email", who.emails[0]!)}</dd><dt>${t.phone}</dt><dd>${mark("phone", who.phones[6]!)}</dd><dt>${t.street}</dt><dd>${mark("street", who.streets[0]!)}</dd>
      <dt>${t.card}</dt><dd>${mark("card", who.cards[0]!)}</dd><dt>${t.order}</dt><dd>${chance.digits(8)} (${t.date})</dd><dt>${t.total}</dt><dd>${t.price}</dd><dt>Version</dt><dd>10.4.192.7</dd></dl></main>`,
  },
  {
    name: "small table",
    size: [1440, 800, 1],
    css: "body{font:12px Inter}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ddd;padding:5px 8px;text-align:left}th{background:#eef}",
    body: ({ who, t, chance }) => {
      const row = (at: number) => `<tr><td>${chance.digits(6)}</td><td>2026-11-${10 + at} 09:${10 + at}</td><td>${mark("email", who.emails[at % 6]!)}</td><td>${mark("phone", who.phones[at % 7]!)}</td>
        <td>${mark("street", who.streets[at % 5]!)}</td><td>${mark("street", who.towns[at % 5]!)}</td><td>${chance.below(500)},${chance.digits(2)} €</td><td>${t.status}</td></tr>`;
      return `<table><tr><th>${t.order}</th><th>${t.date}</th><th>E-mail</th><th>${t.phone}</th><th>${t.street}</th><th>${t.town}</th><th>${t.total}</th><th>Status</th></tr>
        ${Array.from({ length: 12 }, (_, at) => row(at)).join("")}</table>`;
    },
  },
  {
    name: "contact on a phone, dark",
    size: [390, 844, 3],
    css: "body{font:17px Inter;background:#000;color:#fff;text-align:center}h1{font-size:28px;margin:60px 0 24px}div{background:#1c1c1e;border-radius:12px;margin:10px 16px;padding:12px 16px;text-align:left}small{color:#999;display:block}a{color:#0a84ff}",
    body: ({ who, t }) => `<h1>${mark("name", who.name)}</h1><div><small>${t.phone}</small><a>${mark("phone", who.phones[0]!)}</a></div><div><small>E-mail</small><a>${mark("email", who.emails[1]!)}</a></div>
      <div><small>${t.street}</small>${mark("street", who.streets[1]!)}<br>${mark("street", who.towns[1]!)}</div><div><small>${t.date}</small>${t.status}</div>`,
  },
  {
    name: "bank transfer",
    size: [1280, 720, 1],
    css: "body{font:15px 'Liberation Sans';background:#fff8f0}header{background:#ff6200;color:#fff;padding:16px 40px;font-size:20px}main{padding:24px 40px}p{margin:14px 0}b{display:inline-block;width:220px}",
    body: ({ who, t, chance }) => `<header>Northwind Bank</header><main><p><b>${t.name}</b>${mark("name", who.name)}</p><p><b>IBAN</b>${mark("iban", who.ibans[3]!)}</p>
      <p><b>${t.account}</b>${mark("iban", who.ibans[0]!)}</p><p><b>${t.total}</b>${t.price}</p><p><b>${t.date}</b>15.11.2026 10:04:55</p><p><b>${t.order}</b>RE-${chance.digits(4)}-${chance.digits(6)}</p>
      <p><b>TAN</b>${chance.digits(3)} ${chance.digits(3)}</p></main>`,
  },
  {
    name: "parcel label",
    size: [620, 560, 1],
    css: "body{font:20px 'DejaVu Sans Mono';padding:20px}section{border:3px solid #000;padding:16px}hr{border:1px solid #000}small{font-size:13px}",
    body: ({ who, t, chance }) => `<section><small>${t.order} ${chance.digits(8)} · 2,4 kg · 1/1</small><hr><p>${mark("name", who.name)}<br>${mark("street", who.streets[2]!)}<br>${mark("street", who.towns[2]!)}</p><hr>
      <p><small>Tel ${mark("phone", who.phones[1]!)}</small></p><p>JJD ${chance.digits(4)} ${chance.digits(4)} ${chance.digits(4)}</p></section>`,
  },
  {
    name: "payment",
    size: [1000, 680, 1],
    css: "body{font:16px Inter;padding:24px 40px;background:#f6f7f9}section{background:#fff;border:1px solid #e3e5e8;border-radius:12px;padding:16px 24px;width:520px;margin-bottom:16px}.f{border:1px solid #bbb;border-radius:6px;padding:8px 12px;margin:6px 0;letter-spacing:.5px}",
    body: ({ who, t, chance }) => `<h2>${t.total}: ${t.price}</h2><section>${t.card}<p class="f">${mark("card", who.cards[0]!)}</p><p class="f">11 / 29 &nbsp; ${chance.digits(3)}</p></section>
      <section>${t.card}<p class="f">${mark("card", who.cards[1]!)}</p><p class="f">${mark("card", who.cards[2]!)}</p><p>VISA •••• 4242</p></section><p>${mark("email", who.emails[2]!)}</p>`,
  },
  {
    name: "server log",
    size: [1200, 640, 1],
    css: "body{font:13px 'DejaVu Sans Mono';background:#1e1e1e;color:#d4d4d4;padding:16px;line-height:1.6}i{color:#569cd6;font-style:normal}",
    body: ({ who, t, chance }) => Array.from({ length: 9 }, (_, at) => {
        const say = [
          `login ok user=${mark("email", who.emails[at % 6]!)} ip=192.168.${chance.below(200)}.${chance.below(200)}`,
          `order ${chance.digits(8)} total=${chance.below(300)}.${chance.digits(2)} ${t.status}`,
          `sms to ${mark("phone", who.phones[0]!)} id=${chance.digits(5)}`,
        ][at % 3];
        return `<div><i>2026-11-14T09:${10 + at}:0${at}.${chance.digits(3)}Z</i> INFO ${say}</div>`;
      }).join(""),
  },
  {
    name: "settings on a sharp screen",
    size: [1280, 800, 2],
    css: "body{font:14px Inter;display:grid;grid-template-columns:220px 1fr}nav{background:#f0f1f3;padding:24px;line-height:2.4;min-height:800px}main{padding:24px 48px;line-height:1.9}h3{margin:18px 0 4px}",
    body: ({ who, t, chance }) => `<nav>Profile<br>${t.order}<br>${t.invoice}<br>${t.account}<br>${t.card}</nav><main><h2>${mark("name", who.name)}</h2><h3>E-mail</h3>${mark("email", who.emails[3]!)}<br>${mark("email", who.emails[4]!)}
      <h3>${t.phone}</h3>${mark("phone", who.phones[2]!)}<br>${mark("phone", who.phones[3]!)}<h3>${t.delivery}</h3>${mark("street", who.streets[3]!)}, ${mark("street", who.towns[3]!)}
      <h3>${t.account}</h3>${mark("iban", who.ibans[1]!)}<h3>${t.card}</h3>${mark("card", who.cards[3]!)}<p>${t.date}, 14:32 · ${t.order} ${chance.digits(7)} · ${t.price}</p></main>`,
  },
  {
    name: "messenger",
    size: [1200, 720, 1],
    css: "body{font:14px Inter;background:#f3f2f8}article{background:#fff;border-radius:10px;padding:10px 14px;margin:10px 32px;width:560px;box-shadow:0 1px 3px #0003;line-height:1.5}small{color:#888}.me{margin-left:440px;background:#4b3f9e;color:#fff}",
    body: ({ who, t, chance }) => `<article><small>${mark("name", who.name)} · 09:41</small><br>${t.hello}, ${t.body}</article><article class="me">${t.reply} ${t.order} ${chance.digits(6)}, ${t.price}.</article>
      <article><small>${mark("name", first(who))} · 09:44</small><br>IBAN: ${mark("iban", who.ibans[2]!)}<br>${t.find} ${mark("phone", who.phones[4]!)}</article>
      <article class="me">${t.delivery}: ${mark("street", who.streets[4]!)}, ${mark("street", who.towns[4]!)}</article><article>${mark("email", who.emails[5]!)} 😊</article>`,
  },
];
