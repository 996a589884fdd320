// Shows the print buttons of a paper and lets them print it. Served as a file: the content security policy allows no inline script.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-print]")?.focus(); // what a paper was opened for
