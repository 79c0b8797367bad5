// Brings the phones to life: forms without leaving the page, conversations that follow the news, and "seen" for what
// is looked at. Everything here also works without it, by reloading.

const phones = [...document.querySelectorAll("[data-phone]")];

for (const phone of phones) {
  const form = () => phone.querySelector("form.composer");
  follow(phone, true);

  phone.addEventListener("submit", async (event) => {
    const sent = event.target;
    if ("plain" in sent.dataset) return;
    event.preventDefault();
    const button = event.submitter ?? sent.querySelector("button");
    button.disabled = true;
    const wrong = phone.querySelector("[data-error]");
    try {
      const answer = await fetch(sent.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new FormData(sent),
      });
      const said = await answer.json();
      wrong.hidden = answer.ok;
      wrong.textContent = said.error ?? "";
      if (answer.ok) {
        // A reply or an edit is done: back to the plain composer.
        if (location.search && sent === form()) return location.assign(phone.dataset.phone);
        sent.reset();
        picked(phone);
        sent.closest("details")?.removeAttribute("open");
      }
    } catch {
      wrong.hidden = false;
      wrong.textContent = "The simulator does not answer. What you wrote is still here.";
    } finally {
      button.disabled = false;
    }
    await draw(phone);
  });

  phone.addEventListener("change", (event) => event.target.name === "files" && picked(phone));
  phone.addEventListener("keydown", (event) => {
    const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (plain && event.target.matches(".composer textarea")) {
      event.preventDefault();
      form().requestSubmit();
    }
    if (event.key === "Escape") event.target.closest("details[open]")?.removeAttribute("open");
  });
  // A menu is left by a click beside it.
  document.addEventListener("click", (event) => {
    for (const open of phone.querySelectorAll("details[open]:not(.else)")) {
      if (!open.contains(event.target)) open.removeAttribute("open");
    }
  });
  localise(phone);
  seen(phone);
}

function picked(phone) {
  const note = phone.querySelector("[data-picked]");
  const files = phone.querySelector(".composer [name=files]")?.files ?? [];
  if (!note) return;
  note.hidden = files.length === 0;
  note.textContent = [...files].map((file) => file.name).join(", ");
}

// Keeps the end in sight, unless somebody reads further up.
function follow(phone, always) {
  const thread = phone.querySelector("[data-thread]");
  const near = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 120;
  if (always || near) {
    thread.scrollTop = thread.scrollHeight;
    for (const img of thread.querySelectorAll("img")) {
      if (!img.complete) img.addEventListener("load", () => (thread.scrollTop = thread.scrollHeight), { once: true });
    }
  }
}

function localise(phone) {
  for (const time of phone.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    time.title = at.toLocaleString();
  }
}

async function draw(phone) {
  const answer = await fetch(`${phone.dataset.phone}/thread`);
  const html = await answer.text();
  if (!answer.ok || html === phone.dataset.drawn) return;
  phone.dataset.drawn = html;
  const thread = phone.querySelector("[data-thread]");
  if (thread.querySelector("details[open]")) return later(phone);
  const near = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 120;
  thread.innerHTML = html;
  localise(phone);
  follow(phone, near);
  seen(phone);
}

// A menu is open: what came waits until it is closed.
function later(phone) {
  delete phone.dataset.drawn;
  phone.querySelector("[data-thread] details[open]").addEventListener("toggle", () => draw(phone), { once: true });
}

async function seen(phone) {
  if (document.hidden || !phone.querySelector(".theirs") || phone.id === "sms") return;
  const form = new FormData();
  form.set("act", "seen");
  await fetch(`${phone.dataset.phone}/act`, { method: "POST", headers: { accept: "application/json" }, body: form });
}

document.addEventListener("visibilitychange", () => phones.forEach(seen));

(async () => {
  let news = document.body.dataset.news;
  const mails = document.querySelector(".mails");
  while (phones.length || mails) {
    try {
      const answer = await fetch(`/phones/news?after=${news}`);
      const now = await answer.text();
      if (now !== news) await Promise.all(phones.map(draw));
      // What is being written stays: the list is drawn anew when nothing is.
      if (now !== news && mails && !document.querySelector(".write[open]")) return location.reload();
      news = now;
    } catch {
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
})();
