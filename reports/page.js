// The switch of colours, the form of the search, links, and lines that open. Without scripts the page is complete, and the
// form stays hidden.
(() => {
  const form = document.querySelector(".filter");
  const later = (milliseconds, act) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, milliseconds);
    };
  };

  // A browser may forbid storage, for example to files.
  const remember = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const themes = document.querySelectorAll('[name="theme"]');
  const chosen = remember(() => localStorage.getItem("abi-check-theme"));
  for (const one of themes) {
    if (one.value === chosen) one.checked = true;
    one.addEventListener("change", () => remember(() => localStorage.setItem("abi-check-theme", one.value)));
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches("details.row")) abiMap(event.target);
  }, true);

  const apply = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const onlyDiffering = form.elements.differing.checked;
    const hideAccepted = form.elements.accepted?.checked ?? false;
    const found = abiLists.filter((item, textOf) =>
      !(onlyDiffering && item.isRow) && !(hideAccepted && item.accepted) && (wanted === "" || textOf(item).includes(wanted)));
    form.querySelector("output").textContent = wanted === "" ? "" : `${found} ${found === 1 ? "record" : "records"}`;
  };

  // Goes to the target of a link, which may be folded, hidden by the search, or not on the page yet.
  const show = () => {
    const id = location.hash.slice(1);
    const find = () => document.getElementById(id);
    const isHidden = () => find() === null || find().closest(".filtered-out") !== null;
    if (id === "") return;
    if (isHidden() && form !== null) {
      form.reset();
      apply();
    }
    if (find() === null && !abiLists.reveal(id)) return;
    for (let at = find()?.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    find()?.scrollIntoView();
  };

  if (form !== null) {
    form.hidden = false;
    form.addEventListener("input", later(60, apply));
    form.addEventListener("focusin", () => (window.requestIdleCallback ?? setTimeout)(abiLists.prepare));
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target.closest("input")) return;
      event.preventDefault();
      form.elements.text.focus();
    });
  }
  window.addEventListener("hashchange", show);
  if (location.hash !== "") show();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.copy");
    if (link === null || navigator.clipboard === undefined) return;
    const tell = (word) => {
      link.textContent = word;
      setTimeout(() => (link.textContent = "#"), 1500);
    };
    navigator.clipboard.writeText(link.href).then(() => tell("copied"), () => {});
  });

  // On paper nothing can be opened: what needs attention is printed in full.
  window.addEventListener("beforeprint", () => {
    abiLists.revealAll();
    for (const one of document.querySelectorAll(".record details, header details, #grid details")) one.open = true;
  });
})();
