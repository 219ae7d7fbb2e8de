// The switch of colours, search, links, and lines that open. Without scripts the page is complete, and the form of the
// search stays hidden.
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

  // Search. The text of each item is made lower-case once, and a class hides what does not match.
  const hidden = "filtered-out";
  let items = null;
  const read = () => {
    items ??= [...document.querySelectorAll(".item, #conform > .row")].map((element) => ({
      element,
      text: element.textContent.replace(/<[^>]*>/g, " ").toLowerCase(),
      conforms: element.matches(".row"),
      accepted: element.matches(".record.waived, .record.known"),
      counts: element.matches(".record, .row"),
      hidden: false,
    }));
    return items;
  };
  const apply = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const onlyDiffering = form.elements.differing.checked;
    const hideAccepted = form.elements.accepted?.checked ?? false;
    let found = 0;
    for (const item of read()) {
      const hide = (wanted !== "" && !item.text.includes(wanted)) || (onlyDiffering && item.conforms) || (hideAccepted && item.accepted);
      if (!hide && item.counts) found += 1;
      if (hide === item.hidden) continue;
      item.hidden = hide;
      item.element.classList.toggle(hidden, hide);
    }
    form.querySelector("output").textContent = wanted === "" ? "" : `${found} ${found === 1 ? "record" : "records"}`;
  };

  const show = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target === null) return;
    if (target.closest(`.${hidden}`) !== null) {
      form.reset();
      apply();
    }
    for (let at = target.closest("details"); at !== null; at = at.parentElement.closest("details")) at.open = true;
    target.scrollIntoView();
  };

  if (form !== null) {
    form.hidden = false;
    form.addEventListener("input", later(60, apply));
    form.addEventListener("focusin", () => (window.requestIdleCallback ?? setTimeout)(read));
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
    for (const one of document.querySelectorAll(".record details, header details, #grid details")) one.open = true;
  });
})();
