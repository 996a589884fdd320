// The page around Elsa Studio: checks the session, translates, watches every save, and says plainly when something went wrong.
const { draft, edition } = document.documentElement.dataset;
const lang = document.documentElement.lang;
const api = `/studio/api/${encodeURIComponent(draft)}`;
const say = (vi, en) => (lang === 'en' ? en : vi);
const loader = document.getElementById('studio-loader');
const notice = document.getElementById('studio-notice');
for (const element of document.querySelectorAll('[data-vi]')) element.textContent = element.dataset[lang];

// ---- one notice at a time, with what can be done about it
function tell(title, text, ...choices) {
  loader.hidden = true;
  notice.replaceChildren();
  const box = document.createElement('div');
  box.append(Object.assign(document.createElement('h1'), { textContent: title }), Object.assign(document.createElement('p'), { textContent: text }));
  for (const [label, act] of choices) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    button.addEventListener('click', act);
    box.append(button);
  }
  notice.append(box);
  notice.hidden = false;
  box.querySelector('button')?.focus();
}
const reload = [say('Tải lại', 'Reload'), () => location.reload()];
const signIn = [say('Đăng nhập ở thẻ mới', 'Sign in in a new tab'), () => window.open('/', '_blank', 'noopener')];
const announce = (what, more) => { if (window.parent !== window) window.parent.postMessage({ studio: what, draft, ...more }, location.origin); };

function keepMyCopy(body) {
  return [say('Giữ bản của tôi (tải về)', 'Keep my copy (download)'), () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([body], { type: 'application/json' }));
    link.download = `${draft}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }];
}

// ---- the editor's calls: saves go one after another, each on the revision this window really holds
const send = window.fetch.bind(window);
let revision = null;
let line = Promise.resolve();
const typeNames = new Map();                                             // Intake → Tiếp nhận hồ sơ
const addressOf = resource => new URL(resource instanceof Request ? resource.url : resource, document.baseURI);

window.fetch = (resource, options) => {
  const address = addressOf(resource);
  if (address.origin !== location.origin || !address.pathname.startsWith(api + '/')) return send(resource, options);
  const method = (options?.method ?? (resource instanceof Request ? resource.method : 'GET')).toUpperCase();
  if (method === 'POST' && address.pathname === `${api}/workflow-definitions`) {
    const turn = line.then(() => save(address, options));
    line = turn.catch(() => {});
    return turn;
  }
  return send(resource, options).then(async response => {
    if (response.ok && address.pathname.startsWith(`${api}/workflow-definitions/by-definition-id/`)) revision = (await response.clone().json()).version;
    if (response.ok && address.pathname === `${api}/descriptors/activities`)
      for (const type of (await response.clone().json()).items) typeNames.set(type.name, type.displayName);
    return response;
  });
};

async function save(address, options) {
  const body = options.body instanceof ReadableStream ? await new Response(options.body).text() : options.body;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  announce('saving');
  for (;;) {
    const headers = new Headers(options.headers);
    if (revision !== null) headers.set('X-Studio-Revision', revision);
    let response = null;
    try { response = await send(address, { method: 'POST', headers, body: text, credentials: 'same-origin' }); } catch { /* no answer: told below */ }
    if (response?.ok) {
      revision = (await response.clone().json()).workflowDefinition.version;
      document.documentElement.dataset.revision = revision;
      announce('saved', { revision });
      return response;
    }
    if (response?.status === 400) {
      const problem = await response.clone().json().catch(() => ({}));
      announce('refused', { code: problem.code, message: problem.message });
      if (problem.code === 'S103')
        tell(say('Dự thảo đã được lưu ở nơi khác', 'The draft was saved elsewhere'), problem.message, reload, keepMyCopy(JSON.stringify(JSON.parse(text).model, null, 2)));
      else if (problem.code === 'S104')
        tell(say('Không lưu bản trống', 'The empty drawing was not saved'), problem.message, reload);
      return response;
    }
    // Signed out, or the server is away: the change stays here, and goes once the person says so.
    await new Promise(again => {
      const [title, words] = response?.status === 401
        ? [say('Phiên làm việc đã hết', 'The session is over'), say('Thay đổi vừa rồi chưa lưu. Đăng nhập ở thẻ khác, rồi bấm “Lưu lại”.', 'The last change is not saved yet. Sign in in another tab, then press “Save again”.')]
        : [say('Chưa lưu được', 'Not saved yet'), say('Máy chủ không trả lời. Thay đổi vẫn còn trên màn hình này; hãy thử lại.', 'The server does not answer. The change is still on this screen; try again.')];
      const retry = [say('Lưu lại', 'Save again'), () => { notice.hidden = true; again(); }];
      tell(title, words, retry, ...(response?.status === 401 ? [signIn] : []), keepMyCopy(JSON.stringify(JSON.parse(text).model, null, 2)));
    });
  }
}

// ---- what Studio offers and an office has no use for, found by its English name before it is translated
const unused = [
  ['.mud-tab', ['Code View', 'Test', 'Commit Strategy', 'Log', 'Output', 'Resilience'], tab => tab.closest('.mud-tooltip-root') ?? tab],
  ['.mud-typography-overline', ['Settings', 'Commit Strategy', 'Activity', 'Information'], title => title.parentElement],
  ['.mud-button-root', ['Bulk actions'], button => button],
  ['.mud-checkbox, .mud-switch', ['Run Asynchronously', 'Start of workflow', 'Trigger workflow'], box => box.closest('.mud-input-control')],
];
function leaveOut(node) {
  const text = node.nodeValue.trim();
  for (const [where, names, whole] of unused) {
    const place = names.includes(text) ? node.parentElement?.closest(where) : null;
    const part = place && whole(place);
    if (part) part.dataset.tthcUnused = text;
  }
}

// ---- Vietnamese: whole strings of Studio's own, replaced in place; what users wrote is never touched in part
async function watchTheWords() {
  const words = lang === 'en' ? new Map() : new Map(Object.entries(await (await send(`/studio/page/${edition}/vi.json`)).json()));
  const attributes = ['placeholder', 'title', 'aria-label'];
  const skipped = '.monaco-editor, tbody td, script, style';            // a table's cells hold what people named
  const onTheCanvas = new Map([['Default', 'Còn lại'], ['Done', 'Xong']]);
  const unnamed = text => typeNames.get(text.match(/^([A-Za-z]+)\d+$/)?.[1]);   // a fresh step is called Intake1 until it gets a display text
  const wordFor = (text, element) =>
    lang === 'en' || !text || element?.closest(skipped) ? undefined
    : element?.closest('.x6-graph') ? onTheCanvas.get(text) ?? unnamed(text)
    : words.get(text) ?? words.get(text.replace(/\d+$/, '#'))?.replace('#', text.match(/\d+$/)?.[0] ?? '#');
  const inText = node => {
    leaveOut(node);
    const whole = node.nodeValue.trim();
    const vi = wordFor(whole, node.parentElement);
    if (vi) node.nodeValue = node.nodeValue.replace(whole, vi);
  };
  const inAttributes = element => {
    for (const name of attributes) {
      const vi = wordFor(element.getAttribute(name)?.trim(), element);
      if (vi) element.setAttribute(name, vi);
    }
  };
  const through = node => {
    if (node.nodeType === Node.TEXT_NODE) inText(node);
    else if (node.nodeType === Node.ELEMENT_NODE && !node.closest('.monaco-editor')) {
      inAttributes(node);
      for (const element of node.querySelectorAll('[placeholder],[title],[aria-label]')) inAttributes(element);
      const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) inText(texts.currentNode);
    }
  };
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === 'characterData') inText(change.target);
      else if (change.type === 'attributes') inAttributes(change.target);
      else for (const node of change.addedNodes) through(node);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes });
  through(document.body);
}

// ---- a long drawing does not fit at the editor's smallest scale: show where it begins instead of its middle
// The editor offers no way to move the view but the wheel, which zooms around the pointer; out around one point and in around another is a move.
async function showTheStart(canvas) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const wheel = async (x, deltaY) => {
    canvas.querySelector('.x6-graph-svg').dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: x, clientY: top + height / 2, deltaY }));
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);       // the editor gathers what turns within one frame
  };
  const start = () => Math.min(...[...canvas.querySelectorAll('.x6-node')].map(node => node.getBoundingClientRect().x));
  for (let moves = 0; moves < 20 && start() < left; moves++) {
    const reach = Math.min(2000, (left + 40 - start()) * 10);
    await wheel(left + width / 2 + reach, 100);
    await wheel(left + width / 2 - reach, -100);
  }
}

// ---- start
const bar = document.getElementById('blazor-error-ui');
new MutationObserver(() => {
  if (bar.style.display === 'none' || !notice.hidden) return;
  announce('failed');
  tell(say('Khung vẽ gặp lỗi', 'The editor failed'), say('Mọi thay đổi đã lưu vẫn còn. Hãy tải lại để tiếp tục.', 'Everything saved is safe. Reload to go on.'), reload);
}).observe(bar, { attributes: true, attributeFilter: ['style'] });

localStorage.setItem('BlazorCulture', lang === 'en' ? 'en-US' : 'vi');
const first = await send(`${api}/workflow-definitions/by-definition-id/${encodeURIComponent(draft)}?versionOptions=Latest`).catch(() => null);
if (first?.ok) {
  await watchTheWords();
  await Blazor.start();
  const host = document.getElementById('studio-host');
  const { root } = await first.json();
  const steps = root.activities.length;
  const backend = document.createElement('elsa-backend-provider');
  backend.setAttribute('remote-endpoint', location.origin + api);
  const editor = document.createElement('elsa-workflow-definition-editor');
  editor.setAttribute('definition-id', draft);
  host.append(backend, editor);
  const drawn = new MutationObserver(() => {
    if (!host.querySelector('.x6-graph') || host.querySelectorAll('.x6-node').length < steps) return;
    drawn.disconnect();
    host.querySelector('.mud-toolbar button')?.click();                 // the toolbar's first button fits the drawing into view
    setTimeout(() => showTheStart(host.querySelector('.x6-graph')), 400);
    loader.hidden = true;
    document.documentElement.dataset.ready = 'true';
    announce('ready', { revision });
  });
  drawn.observe(host, { childList: true, subtree: true });
} else if (first?.status === 401) {
  tell(say('Cần đăng nhập', 'Sign in first'), say('Phiên làm việc đã hết.', 'The session is over.'), reload, signIn);
} else if (first?.status === 404) {
  tell(say('Không mở được dự thảo', 'The draft cannot be opened'), (await first.json()).message ?? '');
} else {
  tell(say('Máy chủ không trả lời', 'The server does not answer'), say('Hãy thử lại sau ít phút.', 'Try again in a few minutes.'), reload);
}
