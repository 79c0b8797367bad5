// More pages on which the rules were tuned.
import { type Layout, first, mark } from "./page";

/** Each is taken in every language. */
export const more: Layout[] = [
  {
    name: "customer record",
    size: [1366, 768, 1],
    css: "body{font:13px 'DejaVu Sans';display:grid;grid-template-columns:1fr 360px;color:#222}main{padding:18px 26px}aside{background:#f6f6f9;border-left:1px solid #ddd;padding:18px;min-height:768px}table{border-spacing:0 7px}td:first-child{color:#777;width:170px}.tag{background:#dff3e4;border-radius:9px;padding:2px 9px;color:#186a3b}",
    body: ({ who, t, chance }) => `<main><h2>${mark("name", who.name)} <small class="tag">Premium</small></h2><table>
      <tr><td>ID</td><td>K-${chance.digits(4)}-${chance.digits(4)}</td></tr><tr><td>E-mail</td><td>${mark("email", who.emails[0]!)}</td></tr>
      <tr><td>${t.phone}</td><td>${mark("phone", who.phones[0]!)}</td></tr><tr><td>Fax</td><td>${mark("phone", who.phones[1]!)}</td></tr>
      <tr><td>${t.street}</td><td>${mark("street", who.streets[0]!)}</td></tr><tr><td>${t.town}</td><td>${mark("street", who.towns[0]!)}</td></tr>
      <tr><td>IBAN</td><td>${mark("iban", who.ibans[0]!)}</td></tr><tr><td>Limit</td><td>${t.price}</td></tr><tr><td>SLA</td><td>24 / 7</td></tr></table></main>
      <aside><b>${t.status}</b><p>${t.order} ${chance.digits(7)}<br>${t.date} 09:${chance.digits(1)}5</p><p>${t.order} ${chance.digits(7)}<br>3 × ${t.items[0]}</p>
      <p>${t.invoice} 2026-00${chance.digits(3)} · ${chance.below(800)},40 €</p><p>${mark("name", first(who))}: "${t.thanks}"</p></aside>`,
  },
  {
    name: "dark mail",
    size: [1536, 864, 1],
    css: "body{font:14px 'Liberation Sans';background:#1f1f24;color:#e3e3e8}nav{padding:12px 28px;background:#2b2b33}main{padding:14px 28px;max-width:900px;line-height:1.55}blockquote{border-left:3px solid #666;margin:10px 0;padding-left:14px;color:#a9a9b4}a{color:#8ab4f8}",
    body: ({ who, t, chance }) => `<nav>AW: ${t.order} ${chance.digits(4)}-${chance.digits(3)}</nav><main><p><b>${mark("name", who.name)}</b> &lt;<a>${mark("email", who.emails[1]!)}</a>&gt; · ${t.date}, 18:0${chance.digits(1)}</p>
      <p>${t.hello},<br>${t.body}</p><p>${t.find} ${mark("phone", who.phones[2]!)} (9:00 - 17:30).</p><p>${t.regards},<br>${mark("name", who.name)}</p>
      <blockquote>${t.reply}<br>${t.total}: ${t.price}<br>${t.delivery}: ${mark("street", who.streets[1]!)}, ${mark("street", who.towns[1]!)}<br>Ref. ${chance.digits(3)}.${chance.digits(3)}.${chance.digits(2)}</blockquote></main>`,
  },
  {
    name: "text messages",
    size: [360, 780, 2],
    css: "body{font:17px Inter;background:#fff}header{text-align:center;padding:14px;border-bottom:1px solid #ddd;font-size:15px}p{max-width:262px;margin:9px 12px;padding:9px 13px;border-radius:18px;background:#e9e9eb;line-height:1.32}.me{background:#34c759;color:#fff;margin-left:86px}time{display:block;text-align:center;color:#8e8e93;font-size:12px}",
    body: ({ who, t, chance }) => `<header>${mark("phone", who.phones[3]!)}</header><time>${t.date} 14:3${chance.digits(1)}</time><p>${t.hello}, ${t.order} ${chance.digits(6)}.</p><p class="me">${t.ask}</p>
      <p>${mark("phone", who.phones[4]!)}</p><p class="me">E-mail?</p><p>${mark("email", who.emails[2]!)}</p><p class="me">${t.reply}</p><p>${mark("street", who.streets[2]!)}<br>${mark("street", who.towns[2]!)}</p><time>PIN ${chance.digits(4)}</time>`,
  },
  {
    name: "booking",
    size: [412, 915, 2.625],
    css: "body{font:15px 'Liberation Sans';background:#eef1f5}section{background:#fff;border-radius:14px;margin:12px;padding:14px 18px}h3{margin:0 0 8px}b{float:right}small{color:#6b7280}",
    body: ({ who, t, chance }) => `<section><h3>AZ ${chance.digits(4)} · 07:35</h3><small>${t.date} · Gate B${chance.digits(2)} · 14C</small></section><section>${mark("name", who.name)}<br><small>PNR X7K${chance.digits(2)}Q</small></section>
      <section><small>E-mail</small><br>${mark("email", who.emails[3]!)}<br><small>${t.phone}</small><br>${mark("phone", who.phones[5]!)}</section>
      <section>${t.total} <b>${t.price}</b><br><small>${t.card}</small><br>${mark("card", who.cards[0]!)}</section><section><small>${t.invoice}</small><br>${mark("street", who.streets[3]!)}<br>${mark("street", who.towns[3]!)}</section>`,
  },
  {
    name: "spreadsheet",
    size: [1600, 720, 1],
    css: "body{font:13px 'Liberation Sans'}table{border-collapse:collapse}td,th{border:1px solid #d0d0d0;padding:4px 9px;white-space:nowrap}th{background:#f3f3f3;font-weight:400;color:#555}.r{text-align:right}",
    body: ({ who, t, chance }) => `<table><tr><th></th>${["A", "B", "C", "D", "E", "F", "G"].map((letter) => `<th>${letter}</th>`).join("")}</tr>
      ${Array.from({ length: 7 }, (_, at) => `<tr><th>${at + 1}</th><td>${at === 2 ? mark("name", who.name) : t.items[at % 3]}</td><td>${mark("email", who.emails[at % who.emails.length]!)}</td><td>${mark("phone", who.phones[at]!)}</td>
      <td>${mark("iban", who.ibans[at % who.ibans.length]!)}</td><td>${t.date}</td><td class="r">${chance.below(9)}.${chance.digits(3)},${chance.digits(2)}</td><td>${chance.digits(8)}</td></tr>`).join("")}</table>`,
  },
  {
    name: "letter",
    size: [794, 1123, 1.5],
    css: "body{font:16px/1.4 'Liberation Serif';padding:70px 80px 30px}address{font-style:normal;margin-bottom:50px}footer{position:absolute;left:80px;right:80px;bottom:30px;font-size:11px;color:#444;border-top:1px solid #999;padding-top:8px;display:grid;grid-template-columns:1fr 1fr 1fr;gap:20px}h1{font-size:18px}",
    body: ({ who, t, chance }) => `<address>${mark("name", who.name)}<br>${mark("street", who.streets[4]!)}<br>${mark("street", who.towns[4]!)}</address><p style="text-align:right">${t.date}</p><h1>${t.invoice} ${chance.digits(2)}/${chance.digits(5)}</h1>
      <p>${t.hello} ${mark("name", who.name)},</p><p>${t.body}</p><p>${t.total}: ${t.price}. ${t.account}: ${mark("iban", who.ibans[1]!)}.</p><p>${t.card}: ${mark("card", who.cards[1]!)}.</p><p>${t.regards}</p>
      <footer><span>Northwind GmbH<br>USt-ID DE${chance.digits(9)}<br>HRB ${chance.digits(6)} B</span><span>${t.phone} ${mark("phone", who.phones[6]!)}<br>${mark("email", who.emails[4]!)}</span><span>ISO 9001:2015<br>${t.status}<br>1 / 2</span></footer>`,
  },
  {
    name: "console",
    size: [1200, 700, 1],
    css: "body{font:14px/1.5 'Liberation Mono';background:#002b36;color:#93a1a1;padding:18px;white-space:pre}i{color:#2aa198;font-style:normal}b{color:#b58900;font-weight:400}",
    body: ({ who, t, chance }) =>
      `$ curl -s localhost:8080/v2/orders/${chance.digits(6)}\n{\n  <b>"id"</b>: ${chance.digits(8)},\n  <b>"created"</b>: "2026-11-14T09:${chance.below(50) + 10}:07.${chance.digits(6)}+01:00",\n  <b>"name"</b>: "<i>${mark("name", who.name)}</i>",\n  <b>"email"</b>: "<i>${mark("email", who.emails[5]!)}</i>",\n` +
      `  <b>"phone"</b>: "<i>${mark("phone", who.phones[0]!)}</i>",\n  <b>"street"</b>: "<i>${mark("street", who.streets[0]!)}</i>",\n  <b>"city"</b>: "<i>${mark("street", who.towns[5]!)}</i>",\n  <b>"iban"</b>: "<i>${mark("iban", who.ibans[2]!)}</i>",\n` +
      `  <b>"card"</b>: "<i>${mark("card", who.cards[2]!)}</i>",\n  <b>"total"</b>: ${chance.below(900)}.${chance.digits(2)},\n  <b>"build"</b>: "4.${chance.below(20)}.${chance.digits(3)}-rc.2",\n  <b>"ip"</b>: "10.0.${chance.below(200)}.${chance.below(200)}",\n  <b>"sku"</b>: "${chance.digits(4)}-${chance.digits(4)}",\n  <b>"status"</b>: "${t.status}"\n}`,
  },
  {
    name: "checkout on a tablet",
    size: [820, 1180, 2],
    css: "body{font:17px Inter;padding:26px 60px;background:#fafafa}label{display:block;border:1px solid #ccc;border-radius:10px;padding:7px 14px;margin:10px 0;background:#fff}small{display:block;color:#888;font-size:12px}button{background:#111;color:#fff;border:0;border-radius:10px;padding:16px;width:100%;font:600 17px Inter}",
    body: ({ who, t, chance }) => `<h2>Checkout</h2><label><small>${t.name}</small>${mark("name", who.name)}</label><label><small>E-mail</small>${mark("email", who.emails[6 % who.emails.length]!)}</label><label><small>${t.phone}</small>${mark("phone", who.phones[1]!)}</label>
      <label><small>${t.street}</small>${mark("street", who.streets[1]!)}</label><label><small>${t.town}</small>${mark("street", who.towns[1]!)}</label><label><small>${t.card}</small>${mark("card", who.cards[3]!)}</label><label><small>MM / YY · CVC</small>0${chance.below(8) + 1} / 29 &nbsp; ${chance.digits(3)}</label>
      <p>${t.items[1]} <b>${chance.below(90)},99 €</b></p><p>${t.items[2]} <b>${chance.below(90)},99 €</b></p><p>Voucher WINTER-2026-${chance.digits(4)}</p><button>${t.total} ${t.price}</button>`,
  },
  {
    name: "video call",
    size: [1280, 720, 1],
    css: "body{font:15px Inter;background:#111827;color:#f3f4f6;display:grid;grid-template-columns:1fr 340px;height:720px}main{display:grid;place-items:center;background:#1f2937;margin:16px;border-radius:14px;font-size:30px}aside{padding:20px;border-left:1px solid #374151;line-height:1.5}small{color:#9ca3af}",
    body: ({ who, t, chance }) => `<main>${mark("name", who.name)}</main><aside><small>Meeting ID</small><br>${chance.digits(3)} ${chance.digits(4)} ${chance.digits(4)}<br><small>${t.date}</small><p>${mark("name", first(who))}<br><small>14:02</small> ${t.find} ${mark("phone", who.phones[2]!)}</p>
      <p>${mark("email", who.emails[1]!)}</p><p>${mark("street", who.streets[5]!)}<br>${mark("street", who.towns[3]!)}</p><small>v5.17.${chance.digits(2)} (${chance.digits(5)})</small></aside>`,
  },
];
