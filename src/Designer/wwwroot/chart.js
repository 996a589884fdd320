// Where a flow chart is wider than the screen, it is shown from the step in hand, else from its first step.
for (const frame of document.querySelectorAll(".diagram-frame")) {
  const step = frame.querySelector(".diagram-current") ?? frame.querySelector(".diagram-step");
  if (!step || frame.scrollWidth <= frame.clientWidth) continue;
  const box = step.getBoundingClientRect();
  frame.scrollLeft += box.left + box.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
}
