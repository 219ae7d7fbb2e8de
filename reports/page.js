// Search and filter. Without scripts the page is complete, and the form stays hidden.
(() => {
  const form = document.querySelector(".filter");
  const output = form.querySelector("output");
  const named = [...document.querySelectorAll("[data-name]")];
  const hide = (element, hidden) => element.classList.toggle("filtered-out", hidden);

  const apply = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const onlyDiffering = form.elements.differing.checked;
    const hideAccepted = form.elements.accepted?.checked ?? false;
    let findings = 0;
    for (const element of named) {
      const names = wanted === "" || element.dataset.name.toLowerCase().includes(wanted);
      const record = element.classList.contains("record");
      const inside = names || (record && element.textContent.toLowerCase().includes(wanted));
      const accepted = ["waived", "known", "accepted"].some((name) => element.classList.contains(name));
      const shown = inside && !(record && onlyDiffering && element.classList.contains("conforms")) && !(hideAccepted && accepted);
      hide(element, !shown);
      if (shown && element.classList.contains("finding")) findings += 1;
    }
    output.textContent = wanted === "" ? "" : `${findings} ${findings === 1 ? "finding" : "findings"}`;
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input")) return;
    event.preventDefault();
    form.elements.text.focus();
  });
  // A link to a hidden element clears the filter.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target === null || target.closest(".filtered-out") === null) return;
    form.reset();
    apply();
    target.scrollIntoView();
  });
})();
