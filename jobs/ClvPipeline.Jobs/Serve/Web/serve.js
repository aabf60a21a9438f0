// Brings the live part of a page up to date. Without a script the page is the same, and as old as its last load.
const live = document.getElementById('live');
let busy = false, last = live && live.innerHTML;
async function look() {
  if (busy || document.hidden) return;
  busy = true;
  try {
    const answer = await fetch(live.dataset.live, { headers: { accept: 'text/html' } });
    const text = answer.ok ? await answer.text() : null;
    document.body.classList.toggle('stale', text === null);
    // What somebody is about to press, or has marked, stays as it is.
    const held = live.contains(document.activeElement) || (getSelection().type === 'Range' && live.contains(getSelection().anchorNode));
    if (text !== null && text !== last && !held) { live.innerHTML = text; last = text; }
    if (answer.headers.get('clv-live') === 'done') location.reload();
  } catch { document.body.classList.add('stale'); } finally { busy = false; }
}
if (live && live.dataset.live) setInterval(look, 1500);
for (const select of document.querySelectorAll('form.pick select')) select.addEventListener('change', () => select.form.requestSubmit());
document.getElementById('problems')?.focus();
