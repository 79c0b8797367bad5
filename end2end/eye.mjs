import { chromium } from "playwright-core";
const base = process.argv[2] || "http://127.0.0.1:3980";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium" });
async function open(opts) {
  const c = await b.newContext(opts); const p = await c.newPage();
  await p.goto(base + "/login"); await p.fill("[name=email]", "owner@demo.test"); await p.fill("[name=password]", "demo-desk");
  await p.click("button[type=submit]"); await p.waitForTimeout(1500); return p;
}
const ids = process.argv.slice(3);
const p = await open({ viewport: { width: 1300, height: 900 } });
await p.screenshot({ path: "/tmp/eye/list.png" });
for (const id of ids) {
  await p.goto(base + "/tickets/" + id); await p.waitForTimeout(1500);
  await p.screenshot({ path: `/tmp/eye/t${id}.png` });
}
const q = await open({ viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "de-DE" });
for (const id of ids) {
  await q.goto(base + "/tickets/" + id); await q.waitForTimeout(1500);
  await q.screenshot({ path: `/tmp/eye/t${id}-phone.png` });
}
await b.close();
