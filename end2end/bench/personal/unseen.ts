// Pages that were never looked at while the rules were tuned.
import { type Layout, first, mark } from "./page";

/** Each is taken in every language. */
export const unseen: Layout[] = [
  {
    name: "returns portal",
    size: [1400, 800, 1],
    css: "body{font:16px 'DejaVu Sans';background:#f0f4f0}header{background:#14532d;color:#fff;padding:16px 48px;display:flex;justify-content:space-between}section{background:#fff;margin:20px 48px;padding:18px 26px;border-radius:6px;display:grid;grid-template-columns:1fr 1fr 1fr;gap:26px;line-height:1.5}h4{margin:0 0 6px;color:#166534}ol{margin:0 48px}",
    body: ({ who, t, chance }) => `<header><b>RMA-${chance.digits(6)}</b><span>${mark("name", who.name)} ▾</span></header><section><div><h4>${t.delivery}</h4>${mark("name", who.name)}<br>${mark("street", who.streets[0]!)}<br>${mark("street", who.towns[0]!)}</div>
      <div><h4>${t.phone}</h4>${mark("phone", who.phones[0]!)}<br>${mark("phone", who.phones[1]!)}<h4>E-mail</h4>${mark("email", who.emails[0]!)}</div><div><h4>${t.account}</h4>${mark("iban", who.ibans[0]!)}<br>${t.total} ${t.price}</div></section>
      <ol><li>${t.items[0]}, SN ${chance.digits(4)}-${chance.digits(5)}</li><li>${t.items[2]}, EAN 40${chance.digits(11)}</li><li>${t.status}, ${t.date}, 16:4${chance.digits(1)}</li></ol>`,
  },
  {
    name: "chat in the dark",
    size: [430, 932, 3],
    css: "body{font:16px Inter;background:#0b141a;color:#e9edef}header{background:#202c33;padding:14px 18px}p{max-width:300px;padding:8px 12px;margin:8px 14px;border-radius:10px;background:#202c33;line-height:1.4}.me{background:#005c4b;margin-left:110px}small{color:#8696a0;font-size:11px;float:right;margin:8px 0 0 10px}",
    body: ({ who, t, chance }) => `<header>${mark("name", who.name)}<br><span style="font-size:12px;color:#8696a0">${mark("phone", who.phones[2]!)}</span></header><p class="me">${t.hello}! ${t.ask} <small>10:0${chance.digits(1)}</small></p>
      <p>${mark("phone", who.phones[3]!)} <small>10:1${chance.digits(1)}</small></p><p>${t.find} ${mark("email", who.emails[1]!)} <small>10:12</small></p><p class="me">${t.delivery}? <small>10:15</small></p>
      <p>${mark("street", who.streets[1]!)}, ${mark("street", who.towns[1]!)} <small>10:20</small></p><p class="me">${t.reply} ${t.order} ${chance.digits(7)} <small>10:21</small></p>`,
  },
  {
    name: "event registration",
    size: [1024, 768, 1],
    css: "body{font:15px 'Liberation Serif';padding:30px 60px}fieldset{border:1px solid #888;margin:10px 0;padding:12px 20px;line-height:2}b{display:inline-block;width:150px;font-weight:400;color:#555}u{text-decoration:none;border-bottom:1px dotted #999}",
    body: ({ who, t, chance }) => `<h2>Forum 2026 · ${t.date}</h2><fieldset><legend>1 / 3</legend><b>${t.name}</b><u>${mark("name", who.name)}</u><br><b>E-mail</b><u>${mark("email", who.emails[2]!)}</u><br><b>${t.phone}</b><u>${mark("phone", who.phones[4]!)}</u><br>
      <b>${t.street}</b><u>${mark("street", who.streets[2]!)}</u><br><b>${t.town}</b><u>${mark("street", who.towns[2]!)}</u></fieldset><fieldset><legend>2 / 3</legend><b>Ticket</b>T-${chance.digits(3)}-${chance.digits(4)}<br><b>${t.total}</b>${t.price}<br>
      <b>${t.card}</b><u>${mark("card", who.cards[0]!)}</u></fieldset><p>Hall 4, Level 2, Room 2.017 · 09:30 - 18:00 · max. ${chance.below(90) + 10}0</p>`,
  },
  {
    name: "support desk",
    size: [1440, 900, 1],
    css: "body{font:14px Inter;display:grid;grid-template-columns:300px 1fr 320px;height:900px}nav,aside{background:#f8fafc;padding:16px;border-right:1px solid #e2e8f0;line-height:1.45}nav p{border-bottom:1px solid #e2e8f0;padding-bottom:10px}main{padding:20px 30px;line-height:1.55}small{color:#64748b}aside b{display:block;margin-top:12px;font-size:12px;color:#64748b}",
    body: ({ who, t, chance }) => `<nav><p><b>${mark("name", who.name)}</b> <small>2 min</small><br>${t.order} ${chance.digits(6)}</p><p><b>Northwind</b> <small>${t.date}</small><br>${t.thanks}</p><p><b>#${chance.digits(5)}</b><br>${t.status}</p></nav>
      <main><h3>${t.invoice} ${chance.digits(4)}/26</h3><p>${t.body}</p><p>${t.find} ${mark("phone", who.phones[5]!)}, ${mark("email", who.emails[3]!)}.</p><p>IBAN ${mark("iban", who.ibans[1]!)}</p><p>${t.regards},<br>${mark("name", first(who))}</p></main>
      <aside>${mark("name", who.name)}<b>E-mail</b>${mark("email", who.emails[4]!)}<b>${t.phone}</b>${mark("phone", who.phones[6]!)}<b>${t.delivery}</b>${mark("street", who.streets[3]!)}<br>${mark("street", who.towns[3]!)}<b>LTV</b>${t.price}<b>ID</b>cus_${chance.digits(4)}Kx${chance.digits(3)}</aside>`,
  },
  {
    name: "delivery note",
    size: [700, 900, 1.5],
    css: "body{font:14px 'Liberation Sans';padding:34px 44px}table{width:100%;border-collapse:collapse;margin:18px 0}td,th{border:1px solid #333;padding:6px 8px;text-align:left;font-size:13px}.two{display:grid;grid-template-columns:1fr 1fr;gap:30px}.box{border:1px solid #333;padding:10px 12px;line-height:1.45}",
    body: ({ who, t, chance }) => `<h2>${t.order} ${chance.digits(3)}-${chance.digits(7)}</h2><div class="two"><div class="box">Northwind GmbH<br>${mark("street", who.streets[4]!)}<br>${mark("street", who.towns[4]!)}</div><div class="box">${mark("name", who.name)}<br>${mark("street", who.streets[5]!)}<br>${mark("street", who.towns[5]!)}</div></div>
      <table><tr><th>Pos</th><th>Art.</th><th>${t.total}</th></tr>${t.items.map((item, at) => `<tr><td>${at + 1}</td><td>${chance.digits(4)}.${chance.digits(2)} ${item}</td><td>${chance.below(300)},${chance.digits(2)}</td></tr>`).join("")}</table>
      <p>${t.phone}: ${mark("phone", who.phones[0]!)} &nbsp; E-mail: ${mark("email", who.emails[5]!)}</p><p>${t.account}: ${mark("iban", who.ibans[2]!)}</p><p>${t.date} · ${chance.below(20)},${chance.digits(1)} kg · 60 × 40 × 20 cm</p>`,
  },
  {
    name: "database tool",
    size: [1500, 620, 1],
    css: "body{font:13px 'Liberation Mono';background:#fdfdfd;padding:14px}table{border-collapse:collapse}td,th{border-right:1px solid #ccc;padding:3px 12px;text-align:left;white-space:nowrap}th{border-bottom:2px solid #888}tr:nth-child(odd) td{background:#f1f5fb}",
    body: ({ who, t, chance }) => `<p>SELECT * FROM customer WHERE id &gt; ${chance.digits(5)} LIMIT 6;</p><table><tr><th>id</th><th>email</th><th>phone</th><th>street</th><th>city</th><th>created</th><th>sum</th></tr>
      ${Array.from({ length: 6 }, (_, at) => `<tr><td>${chance.digits(5)}</td><td>${mark("email", who.emails[at]!)}</td><td>${mark("phone", who.phones[at]!)}</td><td>${mark("street", who.streets[at]!)}</td><td>${mark("street", who.towns[at]!)}</td><td>2026-11-1${at} 0${at}:14:5${at}</td><td>${chance.below(900)}.${chance.digits(2)}</td></tr>`).join("")}</table><p>6 rows (0.0${chance.digits(2)} s) · ${t.status} · v16.${chance.below(9)}</p>`,
  },
  {
    name: "wallet on a phone",
    size: [375, 812, 2],
    css: "body{font:15px 'DejaVu Sans';background:#f2f2f7;padding:14px}section{border-radius:16px;padding:16px 18px;margin-bottom:14px;background:#fff;line-height:1.45}.c{background:#3730a3;color:#fff;font-size:17px;letter-spacing:.5px}small{color:#8e8e93;font-size:12px}.c small{color:#c7d2fe}",
    body: ({ who, t, chance }) => `<section class="c"><small>VISA</small><br>${mark("card", who.cards[1]!)}<br><small>0${chance.below(8) + 1}/29</small><br>${mark("name", who.name)}</section><section><small>IBAN</small><br><span style="font-size:13px">${mark("iban", who.ibans[3]!)}</span><br><small>${t.total}</small><br>${t.price}</section>
      <section><small>${t.date}</small><br>${t.items[1]}<br>−${chance.below(90)},${chance.digits(2)} €</section><section><small>${t.phone}</small><br>${mark("phone", who.phones[1]!)}<br><small>E-mail</small><br>${mark("email", who.emails[6]!)}</section>`,
  },
  {
    name: "document editor",
    size: [1280, 860, 1],
    css: "body{font:17px/1.5 'DejaVu Serif';background:#e5e7eb}header{background:#fff;font:13px Inter;padding:10px 20px;border-bottom:1px solid #ccc}main{background:#fff;width:820px;margin:20px auto;padding:50px 70px;height:740px}",
    body: ({ who, t, chance }) => `<header>${t.invoice}_${chance.digits(4)}.docx &nbsp; 100 % &nbsp; A4 &nbsp; 1 / 3 &nbsp; ${chance.digits(3)} words</header><main><p>${mark("name", who.name)}<br>${mark("street", who.streets[6]!)}<br>${mark("street", who.towns[0]!)}</p><p>${t.date}</p>
      <p>${t.hello},<br>${t.body}</p><p>${t.account}: ${mark("iban", who.ibans[4]!)}</p><p>${t.card}: ${mark("card", who.cards[2]!)}</p><p>${t.phone}: ${mark("phone", who.phones[3]!)} · ${mark("email", who.emails[2]!)}</p><p>§ 14 Abs. 2 Nr. 3 · ISO 27001</p></main>`,
  },
];
