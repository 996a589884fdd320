// The step table with script: Ctrl+S saves, leaving with unsaved cells is asked about, the cursor stays where it was. Without script the table works as it is.
const form = () => document.getElementById("steps-form");
let typed = false, sending = false, cursor = null, verb = null;

document.addEventListener("input", event => {
  if (!event.target.closest?.("#steps-form .sheet")) return;
  typed = true;
  event.target.closest(".cell, .field, .way")?.classList.add("is-typed");
});
document.addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || !form()) return;
  event.preventDefault();
  form().requestSubmit();
});
document.addEventListener("submit", event => {
  if (event.target !== form()) return;
  sending = true;
  const field = document.activeElement;
  cursor = field?.name && field.form === form() && field.type !== "submit" ? field.name : null;
  verb = /^(up|down)\./.exec(event.submitter?.value ?? "")?.[1] ?? null;
});
document.addEventListener("htmx:after:swap", () => {
  sending = false;
  typed = form()?.dataset.steps === "typed";
  if (cursor && form() && document.activeElement === document.body) form().elements.namedItem(cursor)?.focus?.();
  const at = form()?.dataset.at;
  if (verb && at) document.querySelector(`#r${at} [value="${verb}.${at}"]`)?.focus(); // the moved step can be moved on at once
  cursor = verb = null;
});
addEventListener("beforeunload", event => {
  if (typed && !sending) event.preventDefault();
});
