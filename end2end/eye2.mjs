import { chromium } from "playwright-core";
const base = "http://127.0.0.1:3980";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium" });
async function open(opts) {
  const c = await b.newContext(opts); const p = await c.newPage();
  await p.goto(base + "/login"); await p.fill("[name=email]", "owner@demo.test"); await p.fill("[name=password]", "demo-desk");
  await p.click("button[type=submit]"); await p.waitForTimeout(1500); return p;
}
const p = await open({ viewport: { width: 1300, height: 1000 } });
await p.goto(base + "/tickets/1024"); await p.waitForTimeout(1500);
await p.getByText("Show as sent").click(); await p.waitForTimeout(1500);
await p.screenshot({ path: `/tmp/eye/sent.png` });
await p.goto(base + "/tickets/1026"); await p.waitForTimeout(1500);
await p.screenshot({ path: `/tmp/eye/unverified.png` });
await p.goto(base + "/settings/channels/2"); await p.waitForTimeout(1000);
await p.screenshot({ path: `/tmp/eye/set.png`, fullPage: true });
await b.close();
