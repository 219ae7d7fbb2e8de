// Search, and long lists. A section has its first records as elements, and the others as text in <noscript>, because a
// browser takes long to open thousands of elements. The others become elements as the reader comes to them.
const abiLists = (() => {
  const hidden = "filtered-out", batch = { row: 12, record: 1 };
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|quot|amp|#39);/g, (one) => entities[one]).toLowerCase();

  const itemOf = (element) => ({
    element,
    html: null,
    isRow: element.matches(".row"),
    accepted: element.matches(".record.waived, .record.known"),
    text: null,
  });

  // The content of a line stays text until the line is opened, as in the lines that are on the page from the start.
  const elementOf = (item) => {
    if (item.element !== null) return item.element;
    const made = document.createElement("template");
    const end = item.isRow ? item.html.indexOf("</summary>") + 10 : -1;
    made.innerHTML = end < 0 ? item.html : `${item.html.slice(0, end)}</details>`;
    item.element = made.content.firstElementChild;
    if (end >= 0) {
      const text = document.createElement("noscript");
      text.textContent = item.html.slice(end, item.html.lastIndexOf("</details>"));
      item.element.append(text);
      item.element.className = "row";
    }
    return item.element;
  };

  const textOf = (item) => (item.text ??= plain(item.html ?? item.element.innerHTML));

  const listOf = (section) => {
    const first = [...section.querySelectorAll(":scope > .item, :scope > .row")].map(itemOf);
    const text = section.querySelector(":scope > .waiting + noscript");
    const rest = text === null ? [] : text.textContent.split("<!--next-->").map((html) => ({
      element: null,
      html: html.trim(),
      id: /^<[^>]* id="([^"]*)"/.exec(html.trim())?.[1],
      isRow: html.trimStart().startsWith("<details"),
      accepted: /^<section class="record item (waived|known)"/.test(html.trim()),
      text: null,
    }));
    section.querySelector(":scope > .waiting")?.remove();
    const tail = document.createElement("div");
    const end = document.createElement("div");
    section.append(tail, end);
    const list = { first, rest, shown: rest, tail, written: 0, more: null };

    list.more = () => {
      if (list.written >= list.shown.length) return;
      const next = list.shown.slice(list.written, list.written + (list.shown[0].isRow ? batch.row : batch.record));
      list.written += next.length;
      tail.append(...next.map(elementOf));
      for (const item of next) for (const map of item.element.querySelectorAll(".map-frame > .map")) abiFit.watch(map);
    };
    if (rest.length > 0) {
      // The browser tells when the end of the list comes near the window, and again if it stays there.
      const watch = new IntersectionObserver((seen) => {
        if (!seen.some((one) => one.isIntersecting) || list.written >= list.shown.length) return;
        list.more();
        watch.unobserve(end);
        watch.observe(end);
      }, { rootMargin: "800px" });
      watch.observe(end);
    }
    return list;
  };

  const lists = [...document.querySelectorAll("section.records, #findings")].map(listOf);

  return {
    // Makes the texts of the search before a key needs them.
    prepare: () => {
      for (const list of lists) for (const item of [...list.first, ...list.rest]) textOf(item);
    },

    // Shows what fits, and returns how many items that is.
    filter: (fits) => {
      let found = 0;
      for (const list of lists) {
        for (const item of list.first) {
          const fit = fits(item, textOf);
          item.element.classList.toggle(hidden, !fit);
          found += fit;
        }
        if (list.rest.length === 0) continue;
        list.shown = list.rest.filter((item) => fits(item, textOf));
        found += list.shown.length;
        list.written = 0;
        list.tail.replaceChildren();
        list.more();
      }
      return found;
    },

    // Makes elements of all items up to the one that has an id, or contains it. Returns whether there is one.
    reveal: (id) => {
      for (const list of lists) {
        const at = list.shown.findIndex((item) => item.id === id || item.html?.includes(` id="${id}"`));
        if (at < 0) continue;
        while (list.written <= at) list.more();
        return true;
      }
      return false;
    },

    revealAll: () => {
      for (const list of lists) while (list.written < list.shown.length) list.more();
    },
  };
})();
