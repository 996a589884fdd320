// Reception by keyboard: Enter goes on to the next field, in the order of the page; Ctrl+Enter sends what the page would send. Without script Enter sends, as everywhere.
const form = document.querySelector("form[data-reception]");
const stops = () => [...form.querySelectorAll("input, select, textarea, button")].filter(field => !field.disabled && field.type !== "hidden" && field.offsetParent !== null
  && (field.type !== "radio" || field.checked || !form.querySelector(`input[name="${field.name}"]:checked`)));

form?.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.isComposing) return;
  const field = event.target;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[data-go-on]") ?? undefined);
    return;
  }
  if (field.tagName === "BUTTON" || field.tagName === "SUMMARY" || field.tagName === "TEXTAREA" && event.shiftKey) return;
  event.preventDefault();
  const order = stops();
  const next = order[order.indexOf(field) + 1];
  next?.focus();
  next?.select?.();
});
// After a preview the next thing to do is to confirm it.
document.querySelector("form[data-reception] button[value=confirm]")?.focus();
